package dev.douane.service.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Questions that are read: every field is said now and then, with words that mean something to the shipped packs and the starter catalog, and some that mean nothing. */
final class ArbitraryQuestion {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // so that a golden file reads alike everywhere
            .build();

    private static final List<String> MODELS = List.of(
            "gpt-5",
            "gpt-5",
            "gpt-5-mini",
            "gpt-5-nano",
            "claude-opus-5",
            "claude-sonnet-5",
            "claude-haiku-4-5",
            "mistral-large-3",
            "mistral-medium-3.5",
            "mistral-small-3.2",
            "gemini-2.5-pro",
            "gemini-2.5-flash",
            "deepseek-v3.2",
            "llama-3.3-70b",
            "gpt-oss-120b",
            "qwen3-32b",
            "text-embedding-3-small",
            "auto",
            "openai/gpt-5",
            "gpt-5-2025-08-07",
            "gpt-6-that-is-not");
    private static final List<String> DEPLOYMENTS = List.of(
            "azure-gpt-5-swedencentral",
            "azure-gpt-5-mini-eastus2",
            "anthropic-claude-opus-5",
            "mistral-mistral-medium-3.5",
            "bedrock-claude-opus-5-eu-north-1",
            "cohere-command-a",
            "nowhere-nothing");
    private static final List<String> PROVIDERS =
            List.of("openai", "azure", "anthropic", "mistral", "aws-bedrock", "nobody");
    private static final List<String> REGIONS =
            List.of("swedencentral", "eastus2", "eu-north-1", "us-east-1", "eu", "mars");
    private static final List<String> OPERATIONS =
            List.of("chat", "responses", "completion", "embedding", "image", "audio", "rerank", "moderation");
    private static final List<String> SERVICE_TIERS = List.of("default", "auto", "flex", "priority", "batch");
    private static final List<String> CAPABILITIES =
            List.of("tools", "vision", "streaming", "json-schema", "reasoning", "telepathy");
    private static final List<String> COUNTRIES = List.of("DE", "FR", "GB", "IN", "US", "JP", "BR", "CH");
    private static final List<String> CLASSES = List.of(
            "public",
            "public",
            "internal",
            "internal",
            "confidential",
            "personal",
            "personal",
            "special-category",
            "financial",
            "health",
            "export-controlled",
            "public-sector");
    private static final List<String> TASKS = List.of(
            "chat-support",
            "summarise",
            "summarize",
            "rag-answer",
            "research",
            "legal-analysis",
            "classify",
            "extraction",
            "code-review",
            "translation",
            "ticket-summary",
            "an-own-task");
    private static final List<String> NAMES = List.of(
            "search", "contracts", "ranking", "legal", "billing", "\u0141\u00f3d\u017a", "\u6771\u4eac\u652f\u5e97");

    private final Random random;

    ArbitraryQuestion(Random random) {
        this.random = random;
    }

    /** One question; it may contradict itself, or the catalog. */
    ObjectNode question() {
        var question = JsonNodeFactory.instance.objectNode();
        question.set("call", call());
        if (oneIn(8) == 0) {
            return question; // who asks, about what and what for is not said
        }
        question.set("caller", caller());
        if (oneIn(6) != 0) {
            question.set("data", data());
        }
        if (oneIn(6) != 0) {
            question.set("workload", workload());
        }
        if (oneIn(3) != 0) {
            question.set("options", options());
        }
        if (oneIn(10) == 0) {
            question.putObject("attributes")
                    .put("ticket", "OPS-" + random.nextInt(100))
                    .put("\u00e9tat", "ouvert");
        }
        return question;
    }

    /** The same, that moves no money: what is asked beside others must not depend on which of them is first. */
    ObjectNode advice() {
        var question = question();
        question.withObject("/options").put("mode", "advise");
        return question;
    }

    private ObjectNode call() {
        var call = JsonNodeFactory.instance.objectNode();
        if (oneIn(12) == 0) {
            call.put("deployment", one(DEPLOYMENTS));
        } else {
            call.put("model", one(MODELS));
            if (oneIn(6) == 0) {
                call.put("provider", one(PROVIDERS));
            }
            if (oneIn(10) == 0) {
                call.put("region", one(REGIONS));
            }
        }
        if (oneIn(5) == 0) {
            call.put("operation", one(OPERATIONS));
        }
        var input = tokens();
        call.put("inputTokens", input);
        if (oneIn(6) == 0) {
            call.put("cachedInputTokens", oneIn(15) == 0 ? input + 1 : random.nextInt(input + 1));
        }
        if (oneIn(4) != 0) {
            call.put("maxOutputTokens", 1 + random.nextInt(oneIn(10) == 0 ? 200_000 : 4_000));
        }
        if (oneIn(12) == 0) {
            call.put("n", 1 + random.nextInt(4));
        }
        if (oneIn(6) == 0) {
            call.put("serviceTier", one(SERVICE_TIERS));
        }
        if (oneIn(4) == 0) {
            some(call, "capabilities", CAPABILITIES, 2);
        }
        return call;
    }

    /** Most calls are short, and few very long. */
    private int tokens() {
        return switch (oneIn(20)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1_000_000);
            case 2, 3, 4 -> random.nextInt(100_000);
            default -> random.nextInt(6_000);
        };
    }

    private ObjectNode caller() {
        var caller = JsonNodeFactory.instance.objectNode();
        maybe(caller, "organisation", List.of("acme", "acme", "globex", "initech"), 5);
        maybe(caller, "product", NAMES, 5);
        maybe(caller, "team", NAMES, 3);
        maybe(caller, "workflow", List.of("triage", "triage", "query-rewrite", "invoices", "nobody-budgets-this"), 3);
        if (oneIn(2) == 0) {
            caller.put("user", "u-" + random.nextInt(12));
        }
        if (oneIn(6) == 0) {
            caller.put("run", "run-" + random.nextInt(9));
        }
        maybe(caller, "environment", List.of("prod", "prod", "staging", "dev"), 2);
        maybe(caller, "location", COUNTRIES, 2);
        return caller;
    }

    private ObjectNode data() {
        var data = JsonNodeFactory.instance.objectNode();
        some(data, "classes", CLASSES, 2);
        if (oneIn(2) == 0) {
            some(data, "subjectLocations", COUNTRIES, 3);
        }
        return data;
    }

    private ObjectNode workload() {
        var workload = JsonNodeFactory.instance.objectNode();
        maybe(workload, "task", TASKS, 6);
        maybe(workload, "criticality", List.of("low", "standard", "high", "critical"), 2);
        maybe(workload, "phase", List.of("discovery", "scaling", "production"), 2);
        if (oneIn(3) == 0) {
            workload.put("interactive", random.nextBoolean());
        }
        return workload;
    }

    private ObjectNode options() {
        var options = JsonNodeFactory.instance.objectNode();
        maybe(options, "mode", List.of("enforce", "enforce", "advise"), 2);
        if (oneIn(3) == 0) {
            options.put("acceptDowngrade", random.nextBoolean());
        }
        maybe(options, "maxWait", List.of("PT0S", "PT90S", "PT15M", "PT24H", "P31D"), 2);
        if (oneIn(8) == 0) {
            options.put("hold", random.nextBoolean());
        }
        maybe(options, "explain", List.of("none", "reasons", "full", "full"), 2);
        return options;
    }

    /** Says it in all but one of so many. */
    private void maybe(ObjectNode object, String member, List<String> words, int of) {
        if (oneIn(of) != 0) {
            object.put(member, one(words));
        }
    }

    private void some(ObjectNode object, String member, List<String> words, int most) {
        var list = object.putArray(member);
        var chosen = new TreeSet<Integer>();
        for (int i = 0, count = 1 + random.nextInt(most); i < count; i++) {
            chosen.add(random.nextInt(words.size()));
        }
        chosen.stream().map(words::get).distinct().forEach(list::add);
    }

    /** 0 once in so many times. */
    int oneIn(int many) {
        return random.nextInt(many);
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    static String written(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}
