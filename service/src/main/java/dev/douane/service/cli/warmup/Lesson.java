package dev.douane.service.cli.warmup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the server is asked in the training run: what gateways ask all day, and what people look at. */
final class Lesson {
    private static final int GATEWAYS = 8;
    private static final int CALLS_EACH = 250;

    private static final List<String> BUDGETS = List.of("""
            {"name": "company", "owner": "Ann", "amount": "100000", "currency": "USD",
             "period": {"unit": "year"}, "enforcement": "hard"}""", """
            {"name": "products", "owner": "Ann", "amount": "10000", "currency": "USD", "scope": {"product": "each"},
             "period": {"unit": "month", "zone": "Europe/Berlin"}, "enforcement": "hard", "rollover": "carry"}""", """
            {"name": "seats", "owner": "Ann", "amount": "50", "currency": "USD", "scope": {"user": "each"},
             "period": {"unit": "week"}, "enforcement": "hard", "estimate": {"mode": "expected"}}""", """
            {"name": "dear", "owner": "Ann", "amount": "5", "currency": "USD", "scope": {"tier": "frontier"},
             "period": {"unit": "day"}, "enforcement": "hard"}""");

    private static final List<String> MODELS =
            List.of("gpt-5", "gpt-5-mini", "gpt-5-nano", "claude-opus-5", "mistral-medium-3.5", "gemini-2.5-pro");
    private static final List<String> TASKS =
            List.of("summarise", "classify", "legal-analysis", "chat-support", "code-completion", "research");
    private static final List<String> DATA = List.of(
            "{\"classes\": [\"public\"]}",
            "{\"classes\": [\"internal\"]}",
            "{\"classes\": [\"confidential\"]}",
            "{\"classes\": [\"personal\"], \"subjectLocations\": [\"DE\", \"FR\"]}",
            "{\"classes\": [\"personal\"], \"subjectLocations\": [\"IN\"]}",
            "{\"classes\": [\"health\"], \"subjectLocations\": [\"GB\"]}");

    private final Trainee trainee;
    private final ObjectMapper json = new ObjectMapper();

    Lesson(Trainee trainee) {
        this.trainee = trainee;
    }

    void hold() throws IOException, InterruptedException {
        for (var budget : BUDGETS) {
            trainee.post("/v1/budgets", budget);
        }
        try (var gateways = Executors.newFixedThreadPool(GATEWAYS)) {
            var running = new ArrayList<Future<?>>();
            for (int gateway = 0; gateway < GATEWAYS; gateway++) {
                var dice = new SplittableRandom(gateway);
                running.add(gateways.submit(() -> {
                    askAllDay(dice);
                    return null;
                }));
            }
            for (var gateway : running) {
                gateway.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        }
        for (var looked : List.of("/v1/budgets", "/v1/decisions", "/v1/ledger/check", "/q/metrics")) {
            trainee.get(looked);
        }
    }

    private void askAllDay(SplittableRandom dice) throws IOException, InterruptedException {
        for (int call = 0; call < CALLS_EACH; call++) {
            var answer = json.readTree(trainee.post("/v1/decisions", question(dice)));
            var decision = "/v1/decisions/" + answer.path("id").asText();
            if (answer.has("hold") && dice.nextInt(3) > 0) {
                trainee.post(
                        decision + "/settlement",
                        "{\"usage\": {\"inputTokens\": 1000, \"outputTokens\": %s}}".formatted(dice.nextInt(800)));
            }
        }
    }

    private static String question(SplittableRandom dice) {
        return """
                {"call": {"model": "%s", "inputTokens": %s, "maxOutputTokens": 800},
                 "caller": {"organisation": "Müller & Söhne", "product": "p%s", "team": "t%s", "workflow": "w%s", "user": "u%s"},
                 "data": %s, "workload": {"task": "%s"}}""".formatted(
                        one(MODELS, dice),
                        1 + dice.nextInt(4000),
                        dice.nextInt(20),
                        dice.nextInt(10),
                        dice.nextInt(30),
                        dice.nextInt(200),
                        one(DATA, dice),
                        one(TASKS, dice));
    }

    private static String one(List<String> words, SplittableRandom dice) {
        return words.get(dice.nextInt(words.size()));
    }
}
