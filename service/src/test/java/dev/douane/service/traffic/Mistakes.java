package dev.douane.service.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** What is wrong with a request: in its body, at the door, or both. */
final class Mistakes {
    private static final List<String> SECTIONS = List.of("call", "caller", "data", "workload", "options");

    /** Values that no member takes, as they are written. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "[1]",
            "-1",
            "1.5",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\" \"",
            "\"a\\u0000b\"",
            "\"a\\ud83d\"",
            "\"az\\u00adure\"",
            "\"Turbo\"",
            "\"XX\"",
            "\"PT-1S\"",
            "\"P1Y\"",
            "{\"a\":{}}",
            "\"\\u202eegnirts\"");

    private static final List<String> MEMBERS = List.of(
            "model",
            "inputTokens",
            "cachedInputTokens",
            "maxOutputTokens",
            "n",
            "operation",
            "serviceTier",
            "capabilities",
            "organisation",
            "team",
            "user",
            "location",
            "classes",
            "subjectLocations",
            "task",
            "criticality",
            "phase",
            "interactive",
            "mode",
            "maxWait",
            "hold",
            "explain",
            "acceptDowngrade");

    /** From a body that is read to one that is not, as a rule. */
    private static final List<BinaryOperator<String>> IN_BYTES = List.of(
            (body, value) -> body.substring(0, body.length() / 2),
            (body, value) -> body + "x",
            (body, value) -> body + body,
            (body, value) -> "",
            (body, value) -> "[" + body + "]",
            (body, value) -> value,
            (body, value) -> body.substring(0, body.length() - 1) + ",}",
            (body, value) -> "{\"call\":{\"model\":\"a\",\"inputTokens\":1}," + body.substring(1),
            (body, value) -> "/* hi */" + body,
            (body, value) -> body.replace("\"", "'"),
            (body, value) -> "{\"call\":" + "[".repeat(60) + "]".repeat(60) + "}",
            (body, value) -> "\ufeff" + body);

    private static final List<BiFunction<ArbitraryQuestion, SortedMap<String, String>, String>> AT_THE_DOOR = List.of(
            (any, headers) -> {
                headers.put(
                        "Content-Type",
                        any.one(List.of("text/plain", "application/json; charset=utf-8", "application/xml")));
                return "";
            },
            (any, headers) -> {
                headers.put("Accept", any.one(List.of("text/html", "application/xml", "application/json;q=0")));
                return "";
            },
            (any, headers) -> any.one(List.of("?pretty=true", "?limit=5&limit=6", "?")),
            (any, headers) -> {
                headers.put("Idempotency-Key", any.one(List.of("", " ", "k".repeat(300), "\"k\"")));
                return "";
            });

    private final ArbitraryQuestion any;

    Mistakes(ArbitraryQuestion any) {
        this.any = any;
    }

    /** A request with one mistake or two. */
    Asked made(int number) {
        var door = any.oneIn(5) == 0;
        var headers = new TreeMap<>(Map.of("Content-Type", "application/json"));
        var query = door ? any.one(AT_THE_DOOR).apply(any, headers) : "";
        var body = door && any.oneIn(2) == 0 ? ArbitraryQuestion.written(any.question()) : body();
        return new Asked(number, Asked.Kind.MALFORMED, "/v1/decisions" + query, 0, headers, any.oneIn(20) != 0, body);
    }

    private String body() {
        var question = any.question();
        var value = any.one(VALUES);
        if (any.oneIn(3) == 0) {
            return any.one(IN_BYTES).apply(ArbitraryQuestion.written(question), value);
        }
        for (int i = any.oneIn(3); i >= 0; i--) {
            spoil(question, any.one(VALUES));
        }
        return ArbitraryQuestion.written(question);
    }

    private void spoil(ObjectNode question, String value) {
        var raw = new RawValue(value);
        var section = any.one(SECTIONS);
        switch (any.oneIn(4)) {
            case 0 -> question.putRawValue(section, raw);
            case 1 -> question.putRawValue(any.one(List.of("extra", "call ", "model", "")), raw);
            case 2 -> question.remove("call");
            default -> {
                if (question.path(section) instanceof ObjectNode members) {
                    members.putRawValue(any.one(MEMBERS), raw);
                } else {
                    question.putObject(section).putRawValue(any.one(MEMBERS), raw);
                }
            }
        }
    }
}
