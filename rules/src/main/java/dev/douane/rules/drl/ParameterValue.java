package dev.douane.rules.drl;

import dev.douane.rules.limits.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
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
            case JURISDICTIONS -> words(type, said, ParameterValue::word);
            case STRING_SET -> words(type, said, ParameterValue::name);
            case DURATION -> duration(said);
        };
    }

    /** The one spelling of all that means the same, which {@link #read} reads: {@code 0.5}, {@code 80}, {@code PT24H}, lists by the alphabet. */
    static String spelled(ParameterType type, ParameterValue value) {
        return switch (value) {
            case Amount(var amount, var unused) ->
                (type == ParameterType.PERCENT ? amount.movePointRight(2) : amount)
                        .stripTrailingZeros()
                        .toPlainString();
            case Time(var duration) -> duration.toString();
            case Words(var words) -> String.join(", ", new TreeSet<>(words));
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

    private static Words words(ParameterType type, String text, BiFunction<ParameterType, String, String> eachRead) {
        var words = Arrays.stream(text.split(",", -1))
                .map(word -> eachRead.apply(type, word.strip()))
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

    /** Whatever somebody may be called. Lists in the words of other languages would be read as names, and met by nobody. */
    private static String name(ParameterType type, String name) {
        if (Form.isEnclosed(name)) {
            throw new IllegalArgumentException(
                    wrong(type, name).getMessage() + "\nMaybe leave out the quotes or brackets around it.");
        }
        if (!Form.NAME.matcher(name).matches()) {
            throw wrong(type, name);
        }
        return name;
    }

    private static IllegalArgumentException wrong(ParameterType type, String text) {
        return new IllegalArgumentException("(%s) must be %s".formatted(Form.shown(text), type.example()));
    }

    /** How values are written. */
    final class Form {
        private static final int SHOWN_MAX = 60;
        private static final String OPENED = "'[{";
        private static final String CLOSED = "']}";
        private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,9})?");
        private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/@+-]{0,199}");

        /**
         * What may be a text of a rule too: seen, on one line, without quotes and backslashes. A letter or a number is in it, since a star or a
         * dash alone would be meant for anybody.
         */
        private static final Pattern NAME = Pattern.compile("(?=.*[\\p{L}\\p{N}])[^\"\\\\\\p{C}\\p{Zl}\\p{Zp}]{1,200}");

        private Form() {}

        private static String shown(String text) {
            return text.codePointCount(0, text.length()) <= SHOWN_MAX
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, SHOWN_MAX)) + "…";
        }

        /** Whether quotes, square brackets or braces stand around it, or around more than it: {@code ["a"}. */
        private static boolean isEnclosed(String name) {
            int kind = name.isEmpty() ? -1 : OPENED.indexOf(name.charAt(0));
            return (kind >= 0 && name.charAt(name.length() - 1) == CLOSED.charAt(kind))
                    || name.indexOf('"') >= 0
                    || count(name, '[') != count(name, ']')
                    || count(name, '{') != count(name, '}');
        }

        private static long count(String name, char sign) {
            return name.chars().filter(c -> c == sign).count();
        }
    }
}
