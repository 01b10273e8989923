package dev.douane.service.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values that fit a schema, and values that fit nothing; the same ones for the same seed. */
final class Arbitrary {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 5;

    private static final List<String> TEXTS = List.of(
            "search",
            "gpt-5",
            "1.00",
            "0",
            "month",
            "UTC",
            "each",
            "hard",
            "openai",
            "2027-01-31T23:00:00Z",
            "now",
            "enforce",
            "gateway",
            "PT1M",
            "cost-tier",
            "1.0.0");

    /** What no reader of texts expects. */
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "\u202Egnirts",
            "e\u0301\u0323",
            "\uD83D\uDC69\u200D\uD83D\uDE80",
            "\u5C71\u7530",
            "\u0661\u0665",
            "\u001B[31m",
            "a\nb",
            "\t",
            "\u007F",
            "\uFFFE",
            "\uFEFFx",
            "'; drop table decision; --",
            "${jndi:ldap://127.0.0.1}",
            "../../etc/passwd",
            "=1+1",
            "<script>",
            "null",
            "NaN",
            "-1",
            "1e9",
            "1e999999999",
            "0x10",
            "٣",
            "9".repeat(400),
            "x".repeat(5_000),
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "2026-02-30T00:00:00Z",
            "PT99999999999999H",
            "P9999999999999D",
            "-PT1S",
            "00000000-0000-0000-0000-000000000000",
            "1-1-1-1-1",
            "Europe/Nowhere",
            "UTC+99");

    /** Values as they are written in JSON: some of them no value at all. */
    private static final List<String> ODD_VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e3",
            "1e400",
            "-0",
            "9223372036854775807",
            "9223372036854775808",
            "2147483648",
            "1" + "0".repeat(39),
            "1" + "0".repeat(200),
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"\": 1}",
            "{\"a\": null}",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "{\"\\u0000\": 1}",
            "{\"a\": 1, \"a\": 2}",
            "\"" + "\\u00e9".repeat(300) + "\"",
            "NaN",
            "'single'",
            "01",
            "[".repeat(15) + "]".repeat(15),
            "[".repeat(2_000) + "]".repeat(2_000),
            "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000));

    private final Random random;
    private final List<String> known;

    /** @param known texts that name something which is there */
    Arbitrary(long seed, List<String> known) {
        this.random = new Random(seed);
        this.known = known;
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    String text() {
        return once(3) ? of(known) : of(TEXTS);
    }

    String oddText() {
        return of(ODD_TEXTS);
    }

    byte[] noise(int bytes) {
        var noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    /** A value that the schema describes, as far as it does. */
    JsonNode fitting(JsonNode described, Operation operation) {
        return fitting(described, operation, 0);
    }

    private JsonNode fitting(JsonNode described, Operation operation, int depth) {
        var schema = operation.resolved(described);
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (type(schema)) {
            case "object" -> object(schema, operation, depth);
            case "array" -> {
                var list = JSON.arrayNode();
                for (int n = depth > DEEPEST ? 0 : random.nextInt(3); n > 0; n--) {
                    list.add(fitting(schema.path("items"), operation, depth + 1));
                }
                yield list;
            }
            case "integer" -> JSON.numberNode(random.nextInt(2_000));
            case "number" -> JSON.numberNode(random.nextDouble());
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "string" ->
                JSON.textNode(
                        schema.path("format").asText().equals("date-time")
                                ? "2027-0%d-01T00:00:00Z".formatted(1 + random.nextInt(9))
                                : text());
            default -> odd();
        };
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray() ? type.get(0).asText() : type.asText();
    }

    private ObjectNode object(JsonNode schema, Operation operation, int depth) {
        var object = JSON.objectNode();
        if (depth <= DEEPEST) {
            schema.path("properties").properties().forEach(member -> {
                if (!once(4)) {
                    object.set(member.getKey(), fitting(member.getValue(), operation, depth + 1));
                }
            });
            if (schema.path("additionalProperties").isObject()) {
                object.set(text(), fitting(schema.get("additionalProperties"), operation, depth + 1));
            }
        }
        return object;
    }

    /** A value that nobody expects. */
    JsonNode odd() {
        return once(2) ? JSON.textNode(oddText()) : JSON.rawValueNode(new RawValue(of(ODD_VALUES)));
    }

    /** Puts something odd somewhere into a value. */
    JsonNode spoiled(JsonNode value) {
        var places = new ArrayList<Runnable>();
        collect(value, places);
        if (places.isEmpty()) {
            return odd();
        }
        of(places).run();
        return value;
    }

    private void collect(JsonNode value, List<Runnable> places) {
        if (value instanceof ObjectNode object) {
            places.add(() -> object.set(oddText(), odd()));
            object.properties().forEach(member -> {
                places.add(() -> object.set(member.getKey(), odd()));
                collect(member.getValue(), places);
            });
        } else if (value instanceof ArrayNode list) {
            places.add(() -> list.add(odd()));
            list.forEach(item -> collect(item, places));
        }
    }
}
