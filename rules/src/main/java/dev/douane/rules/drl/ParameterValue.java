package dev.douane.rules.drl;

import dev.douane.rules.limits.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a parameter is set to. */
public sealed interface ParameterValue {
    /**
     * A number.
     *
     * @param value as rules compare it: 80 percent is 0.8
     * @param shown as people read it
     */
    record Amount(BigDecimal value, String shown) implements ParameterValue {}

    /** A duration, zero or more, in whole seconds. */
    record Time(Duration value) implements ParameterValue {
        @Override
        public String shown() {
            return value.toString();
        }
    }

    /** A tier, or one or more words. */
    record Words(List<String> values) implements ParameterValue {
        public Words {
            values = List.copyOf(values);
        }

        @Override
        public String shown() {
            return String.join(", ", values);
        }
    }

    /** As it stands in a rule's reason. */
    String shown();

    /**
     * Reads a value as it is written in {@code pack.yaml} or set in a ruleset; the words of a list are separated by commas.
     *
     * @throws IllegalArgumentException if it is not of the type
     */
    static ParameterValue read(ParameterType type, String text) {
        var said = text.strip();
        return switch (type) {
            case MONEY -> amount(type, said, 0, 9);
            case INTEGER -> amount(type, said, Integer.MIN_VALUE, 0);
            case PERCENT -> {
                var percent = amount(
                        type,
                        said.endsWith("%")
                                ? said.substring(0, said.length() - 1).strip()
                                : said,
                        0,
                        6);
                yield new Amount(percent.value().movePointLeft(2), percent.shown() + " %");
            }
            case TIER -> new Words(List.of(word(type, said)));
            case JURISDICTIONS, STRING_SET -> words(type, said);
            case DURATION -> duration(said);
        };
    }

    private static Amount amount(ParameterType type, String text, int least, int decimals) {
        if (!Form.NUMBER.matcher(text).matches()) {
            throw wrong(type, text);
        }
        var value = new BigDecimal(text);
        if (value.stripTrailingZeros().scale() > decimals
                || value.compareTo(BigDecimal.valueOf(least)) < 0
                || (type == ParameterType.INTEGER && value.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0)) {
            throw wrong(type, text);
        }
        return new Amount(value, text);
    }

    private static Time duration(String text) {
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative() && duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
                return new Time(duration);
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    wrong(ParameterType.DURATION, text).getMessage(), e);
        }
        throw wrong(ParameterType.DURATION, text);
    }

    private static Words words(ParameterType type, String text) {
        var words = Arrays.stream(text.split(",", -1))
                .map(word -> word(type, word.strip()))
                .distinct()
                .toList();
        if (words.size() > Size.WORDS.most()) {
            throw new IllegalArgumentException(
                    "(%d words) must be at most %d".formatted(words.size(), Size.WORDS.most()));
        }
        return new Words(words);
    }

    private static String word(ParameterType type, String word) {
        if (!Form.WORD.matcher(word).matches()) {
            throw wrong(type, word);
        }
        return word;
    }

    private static IllegalArgumentException wrong(ParameterType type, String text) {
        return new IllegalArgumentException("(%s) must be %s".formatted(text, type.example()));
    }

    /** How values are written. */
    final class Form {
        private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,9})?");
        private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/@+-]{0,199}");

        private Form() {}
    }
}
