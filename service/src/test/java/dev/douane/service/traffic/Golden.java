package dev.douane.service.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What was recorded: {@code digests.txt} has a line for each request, its number, kind and status, and digests of answer, canonical request and evidence; {@code in-full.json} has some of
 * them to read.
 */
final class Golden {
    /** One in so many of the first fifth can be read in full. */
    static final int IN_FULL = 40;

    /** Whole numbers of requests that are asked in every run. */
    static final int FIFTH = ArbitraryTraffic.ALL / 5;

    private final Path digests;
    private final Path inFull;

    Golden(Path folder) {
        digests = folder.resolve("digests.txt");
        inFull = folder.resolve("in-full.json");
    }

    boolean isThere() {
        return Files.exists(digests) && Files.exists(inFull);
    }

    /** The lines as they were recorded, one a request. */
    List<String> lines() throws IOException {
        return Files.readAllLines(digests);
    }

    static boolean isReadInFull(Asked asked) {
        return asked.number() <= FIFTH && asked.number() % IN_FULL == 0;
    }

    void write(List<Asked> asked, List<Given> given) throws IOException {
        Files.createDirectories(digests.getParent());
        var lines = new StringBuilder();
        var all = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < asked.size(); i++) {
            lines.append(given.get(i).line(asked.get(i))).append('\n');
            if (isReadInFull(asked.get(i))) {
                all.add(json(asked.get(i), given.get(i)));
            }
        }
        Files.writeString(digests, lines);
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        Files.writeString(inFull, ArbitraryQuestion.JSON.writer(printer).writeValueAsString(all) + "\n");
    }

    private static JsonNode json(Asked asked, Given given) {
        var exchange = JsonNodeFactory.instance.objectNode();
        exchange.put("number", asked.number());
        exchange.put("path", asked.path());
        if (asked.about() > 0) {
            exchange.put("about", asked.about());
        }
        exchange.set("headers", ArbitraryQuestion.JSON.valueToTree(asked.headers()));
        exchange.set(
                "asked", asked.kind() == Asked.Kind.MALFORMED ? new TextNode(asked.body()) : treeOrText(asked.body()));
        exchange.put("status", given.status());
        exchange.put("headersOfTheAnswer", given.headers());
        exchange.set("answer", treeOrText(given.answer()));
        if (!given.evidence().isEmpty()) {
            exchange.set("request", treeOrText(given.recordedRequest()));
            exchange.set("evidence", treeOrText(given.evidence()));
        }
        return exchange;
    }

    /** A body that is no document is told as the text it is. */
    private static JsonNode treeOrText(String text) {
        try {
            var tree = ArbitraryQuestion.JSON
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(text);
            return tree.isMissingNode() ? new TextNode(text) : tree;
        } catch (JsonProcessingException noDocument) {
            return new TextNode(text);
        }
    }
}
