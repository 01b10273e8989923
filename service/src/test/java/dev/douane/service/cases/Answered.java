package dev.douane.service.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An answer, held against what a case expects of it.
 *
 * @param body a missing node where there was none, or no JSON
 */
record Answered(int status, JsonNode body, String text) {
    /** What is wrong with it; empty where it is as expected. */
    List<String> faults(JsonNode expected) {
        if (expected.has("anyOf")) {
            var each = stream(expected.get("anyOf")).map(this::faults).toList();
            return each.stream().anyMatch(List::isEmpty)
                    ? List.of()
                    : List.of(String.join(
                            " or ", each.stream().map(Object::toString).toList()));
        }
        if (expected.has("status") && !isOneOf(expected.get("status"))) {
            return List.of("status %d, expected %s: %s".formatted(status, expected.get("status"), text));
        }
        var wrong = new ArrayList<String>();
        expected.path("body").properties().forEach(member -> {
            var value = body.at(member.getKey());
            if (!matches(value, member.getValue())) {
                wrong.add("%s is %s, expected %s"
                        .formatted(
                                member.getKey().isEmpty() ? "the answer" : member.getKey(),
                                value.isMissingNode() ? "nothing" : value,
                                member.getValue()));
            }
        });
        stream(expected.path("text"))
                .filter(part -> !text.contains(part.asText()))
                .forEach(part -> wrong.add("does not say " + part));
        if (expected.has("never")) {
            wrong.addAll(above(expected.get("never")));
        }
        if (expected.has("some")) {
            wrong.addAll(unlike(expected.get("some")));
        }
        return wrong;
    }

    private boolean isOneOf(JsonNode statuses) {
        return statuses.isArray()
                ? stream(statuses).anyMatch(one -> one.asInt() == status)
                : statuses.asInt() == status;
    }

    /** Elements of a list whose sum is above their limit. */
    private List<String> above(JsonNode rule) {
        return stream(body.at(rule.path("list").asText()))
                .filter(one -> fits(one, rule.path("where")))
                .filter(one -> stream(rule.path("sum"))
                                .map(part -> number(one.at(part.asText())).orElseThrow())
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .compareTo(number(one.at(rule.path("above").asText()))
                                        .orElseThrow())
                        > 0)
                .map(one -> "above its limit: " + one)
                .toList();
    }

    /** What the first fitting element of a list has otherwise. */
    private List<String> unlike(JsonNode rule) {
        var fitting = stream(body.at(rule.path("list").asText()))
                .filter(one -> fits(one, rule.path("where")))
                .findFirst();
        if (fitting.isEmpty()) {
            return List.of("no element fits " + rule.path("where"));
        }
        return rule.path("body").properties().stream()
                .filter(member -> !matches(fitting.get().at(member.getKey()), member.getValue()))
                .map(member -> "%s of %s is not %s".formatted(member.getKey(), fitting.get(), member.getValue()))
                .toList();
    }

    private static boolean fits(JsonNode element, JsonNode where) {
        return where.properties().stream().allMatch(member -> matches(element.at(member.getKey()), member.getValue()));
    }

    private static boolean matches(JsonNode value, JsonNode wanted) {
        if (!wanted.isObject()) {
            return !value.isMissingNode() && equal(value, wanted);
        }
        var matcher = wanted.properties().iterator().next();
        var operand = matcher.getValue();
        return switch (matcher.getKey()) {
            case "present" -> value.isMissingNode() != operand.asBoolean();
            case "not" -> !matches(value, operand);
            case "contains" -> (value.isTextual() ? value.asText() : value.toString()).contains(operand.asText());
            case "length" -> !value.isMissingNode() && value.size() == operand.asInt();
            case "oneOf" -> stream(operand).anyMatch(one -> matches(value, one));
            case "atMost" ->
                number(value)
                        .filter(number -> number.compareTo(limit(operand)) <= 0)
                        .isPresent();
            case "atLeast" ->
                number(value)
                        .filter(number -> number.compareTo(limit(operand)) >= 0)
                        .isPresent();
            default -> throw new IllegalArgumentException("no matcher (%s)".formatted(matcher.getKey()));
        };
    }

    /** Texts that are numbers are compared as such: {@code "0.002"} is {@code "0.002000"}. */
    private static boolean equal(JsonNode value, JsonNode wanted) {
        var a = number(value);
        var b = number(wanted);
        return (a.isPresent() && b.isPresent()) ? a.get().compareTo(b.get()) == 0 : value.equals(wanted);
    }

    private static BigDecimal limit(JsonNode operand) {
        return number(operand).orElseThrow();
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        return value.isNumber() || (value.isTextual() && value.asText().matches("-?\\d+(\\.\\d+)?"))
                ? Optional.of(new BigDecimal(value.asText()))
                : Optional.empty();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
