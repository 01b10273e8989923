package dev.douane.service.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.money.Usage;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The token counts of one JSON object, with the pointers to what is wrong with them. Members that are missing or null count nothing. */
record Counts(JsonNode node, String pointer, List<Violation> wrong) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /** The object in a member; one without members where there is none. */
    Counts in(String member) {
        var inner = node.path(member);
        if (!inner.isMissingNode() && !inner.isNull() && !inner.isObject()) {
            wrong.add(new Violation(at(member), "must be an object"));
        }
        return new Counts(inner, at(member), wrong);
    }

    /** The objects of an array; none where there is no array. */
    List<Counts> each(String member) {
        var array = node.path(member);
        if (!array.isMissingNode() && !array.isNull() && !array.isArray()) {
            wrong.add(new Violation(at(member), "must be an array"));
            return List.of();
        }
        var each = new ArrayList<Counts>();
        for (int i = 0; i < array.size(); i++) {
            var counts = new Counts(array.get(i), at(member) + "/" + i, wrong);
            if (counts.node.isObject()) {
                each.add(counts);
            } else {
                wrong.add(new Violation(counts.pointer, "must be an object"));
            }
        }
        return each;
    }

    /** A word, empty where it is not told. */
    String word(String member) {
        return node.path(member).asText("");
    }

    boolean has(String member) {
        return node.hasNonNull(member);
    }

    /** A count that must be there. */
    int needed(String member) {
        if (!has(member)) {
            wrong.add(new Violation(at(member), "must be there: a count from 0 to %d".formatted(Usage.MOST)));
            return 0;
        }
        return count(member);
    }

    /** A count, 0 where it is not told. */
    int count(String member) {
        if (!has(member)) {
            return 0;
        }
        var value = node.get(member);
        var count = whole(value);
        if (count < 0 || count > Usage.MOST) {
            wrong.add(new Violation(
                    at(member),
                    "(%s) must be a count from 0 to %d".formatted(shortened(value.toString()), Usage.MOST)));
            return 0;
        }
        return (int) count;
    }

    /** Some write whole numbers as 12.0, and Google's JSON those of 64 bits as strings; -1 for what is no whole number. */
    private static long whole(JsonNode value) {
        if (value.isTextual()) {
            return DIGITS.matcher(value.textValue()).matches() ? Long.parseLong(value.textValue()) : -1;
        }
        var number = value.isNumber() ? value.doubleValue() : -1;
        return number % 1 == 0 ? (long) number : -1;
    }

    /** Which of two names is used here; the first where neither is. */
    String nameOf(String one, String other) {
        return !has(one) && has(other) ? other : one;
    }

    /** The first of several names that is there. */
    int countOfAny(String... members) {
        for (var member : members) {
            if (has(member)) {
                return count(member);
            }
        }
        return 0;
    }

    /** Notes that a part is larger than its whole; returns the part, made to fit so that reading can go on. */
    int within(String member, int part, String whole, int all) {
        if (part > all) {
            wrong.add(new Violation(
                    at(member), "(%d) must be at most %s (%d), which includes it".formatted(part, whole, all)));
            return all;
        }
        return part;
    }

    void refuse(String member, String message) {
        wrong.add(new Violation(at(member), message));
    }

    /** Notes members that are none of these. */
    void nothingBut(List<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                wrong.add(new Violation(at(name), "is not known; known are " + String.join(", ", known)));
            }
        });
    }

    String at(String member) {
        return pointer + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    private static String shortened(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }
}
