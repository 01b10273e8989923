package dev.douane.service.cases;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.ledger.DueHolds;
import dev.douane.service.platform.SettableTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays a case against the running application. Its clock goes on a little with each step, and as far as a step waits or sets it. */
final class CasePlayer {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration A_STEP = Duration.ofMillis(10);
    private static final Pattern NAME = Pattern.compile("\\{([a-z][a-zA-Z0-9]*)}");

    private final SettableTime time;
    private final Budgets budgets;

    /** As strangers play them: with the key that a server begins with. */
    private final String first = TestKeys.first(Roles.ALL.toArray(String[]::new));

    CasePlayer(SettableTime time, Budgets budgets) {
        this.time = time;
        this.budgets = budgets;
    }

    /** What is wrong, beginning with the first step that went wrong, where the case ends; empty where all went well. */
    List<String> play(BudgetCase played) throws Exception {
        var now = time.now();
        time.set(now);
        var names = new HashMap<String, String>(Map.of(
                "run", UUID.randomUUID().toString().substring(0, 8),
                "in1h",
                        now.plus(Duration.ofHours(1))
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString(),
                "yesterday",
                        now.minus(Duration.ofDays(1))
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()));
        for (int i = 0; i < played.steps().size(); i++) {
            time.set(time.now().plus(A_STEP));
            var faults = step(played.steps().get(i), names, new ArrayList<>());
            if (!faults.isEmpty()) {
                return List.of("step " + (i + 1), faults.toString());
            }
        }
        return List.of();
    }

    private List<String> step(JsonNode step, Map<String, String> names, List<JsonNode> answers) throws Exception {
        return switch (step.path("do").asText()) {
            case "CLOCK" -> {
                time.set(Instant.parse(step.path("to").asText()));
                yield List.of();
            }
            case "WAIT" -> {
                pass(Duration.ofMillis((long) (step.path("seconds").asDouble() * 1_000)));
                yield List.of();
            }
            case "PARALLEL" -> together(step, names);
            default ->
                step.has("when") && !names.containsKey(step.get("when").asText())
                        ? List.of()
                        : request(step, names, answers);
        };
    }

    /** What happens by itself in that time: holds expire, and the node looks for what others changed. */
    private void pass(Duration waited) throws SQLException {
        time.set(time.now().plus(waited));
        DueHolds.expire();
        budgets.reload();
    }

    private List<String> request(JsonNode step, Map<String, String> names, List<JsonNode> answers) {
        var answer = ask(step, names);
        answers.add(answer.body());
        var faults = answer.faults(filled(step.path("expect"), names));
        step.path("keep").properties().forEach(kept -> {
            var value = answer.body().at(kept.getValue().asText());
            if (value.isMissingNode() || value.isNull() || answer.status() >= 300) {
                names.remove(kept.getKey());
            } else {
                names.put(kept.getKey(), value.asText());
            }
        });
        return faults;
    }

    private Answered ask(JsonNode step, Map<String, String> names) {
        var request = given().urlEncodingEnabled(false)
                .header("Authorization", key(step.path("as").asText()));
        filled(step.path("headers"), names)
                .properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        if (step.has("body")) {
            request.contentType("application/json")
                    .body(filled(step.get("body"), names).toString());
        }
        var answer = request.request(
                step.path("do").asText(), filled(step.path("path").asText(), names));
        var text = answer.asString();
        return new Answered(answer.statusCode(), json(text), text);
    }

    private String key(String who) {
        return who.isEmpty() ? first : TestKeys.bearer(who);
    }

    private List<String> together(JsonNode step, Map<String, String> names) throws Exception {
        var answers = Collections.synchronizedList(new ArrayList<JsonNode>());
        var lanes = new ArrayList<Callable<List<String>>>();
        for (var lane : step.path("lanes")) {
            lanes.addAll(
                    Collections.nCopies(lane.path("copies").asInt(), () -> lane(lane, new HashMap<>(names), answers)));
        }
        var faults = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(lanes.size())) {
            for (var ended : threads.invokeAll(lanes)) {
                faults.addAll(ended.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a lane broke off", e.getCause());
        }
        var count = step.path("expect").path("count");
        if (!count.isMissingNode()) {
            var seen = new TreeMap<String, Integer>();
            answers.stream()
                    .map(answer -> answer.at(count.path("pointer").asText()))
                    .filter(value -> !value.isMissingNode())
                    .forEach(value -> seen.merge(value.asText(), 1, Integer::sum));
            if (!JSON.valueToTree(seen).equals(count.path("is"))) {
                faults.add("counted %s, expected %s".formatted(seen, count.path("is")));
            }
        }
        return faults;
    }

    private List<String> lane(JsonNode lane, Map<String, String> names, List<JsonNode> answers) throws Exception {
        var faults = new ArrayList<String>();
        for (int i = 0; i < lane.path("times").asInt(); i++) {
            for (var step : lane.path("steps")) {
                faults.addAll(step(step, names, answers));
            }
        }
        return faults;
    }

    private static JsonNode filled(JsonNode template, Map<String, String> names) {
        return json(filled(template.toString(), names));
    }

    private static String filled(String template, Map<String, String> names) {
        return NAME.matcher(template).replaceAll(found -> {
            var value = names.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException("nothing was kept as (%s)".formatted(found.group(1)));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance(); // an export, or a text: what is expected of it is in its text
        }
    }
}
