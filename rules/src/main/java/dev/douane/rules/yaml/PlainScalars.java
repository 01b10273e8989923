package dev.douane.rules.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.douane.rules.limits.Limit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What text without quotes is. Nothing but {@code true} and {@code false} is a boolean, so Norway stays Norway; a number is written as people do. */
final class PlainScalars {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");

    private static final long DIGITS_MAX = Limit.NUMBER_DIGITS.most();

    /** Octal, hexadecimal and binary numbers, leading zeros, underscores, a plus, exponents, bare points, and clock times read to
     * the base of 60. Their groups never give back what they took: it would be one call of the matcher inside another for each. */
    private static final Pattern DOUBTFUL = Pattern.compile("[-+]?(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
            + "|[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|\\.[0-9][0-9_]*([eE][-+]?[0-9]+)?"
            + "|[0-9][0-9_]*(?::[0-5]?[0-9])++(\\.[0-9_]*)?|\\.(inf|Inf|INF))|\\.(nan|NaN|NAN)");

    private static final Pattern LEADING_ZEROS = Pattern.compile("(-?)0+([0-9]+(\\.[0-9]+)?)");

    private PlainScalars() {}

    static JsonNode node(String plain) {
        var nodes = JsonNodeFactory.instance;
        return switch (plain) {
            case "", "~", "null", "Null", "NULL" -> nodes.nullNode();
            case "true" -> nodes.booleanNode(true);
            case "false" -> nodes.booleanNode(false);
            default -> {
                var number = NUMBER.matcher(plain);
                if (!number.matches()) {
                    yield nodes.textNode(plain);
                }
                yield number.group(2) == null
                        ? nodes.numberNode(new BigInteger(plain))
                        : nodes.numberNode(new BigDecimal(plain));
            }
        };
    }

    /** What to write instead of text that is not the same number, or the same text, to all; null where there is no doubt. */
    static @Nullable String doubt(String plain) {
        if (NUMBER.matcher(plain).matches()) {
            return plain.length() <= DIGITS_MAX
                    ? null
                    : "Maybe write a number of at most %d digits.".formatted(DIGITS_MAX);
        }
        if (!DOUBTFUL.matcher(plain).matches()) {
            return null;
        }
        if (plain.length() > DIGITS_MAX) {
            return "Maybe write a number of at most %d digits, or put it in quotes if text is meant."
                    .formatted(DIGITS_MAX);
        }
        var zeros = LEADING_ZEROS.matcher(plain);
        var number = zeros.matches() ? zeros.group(1) + zeros.group(2) : "the number with digits alone";
        return "Maybe write %s, or \"%s\" in quotes if text is meant.".formatted(number, plain);
    }

    /** As a message shows it: its beginning, where it is long. */
    static String shown(String text) {
        return text.length() <= DIGITS_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, (int) DIGITS_MAX))) + "…";
    }

    /**
     * The first character that no document may hold, whenever it was stored. What comes in is held to more, comments included
     * ({@link dev.douane.rules.text.PlainText}).
     */
    static OptionalInt unseen(String text) {
        return text.codePoints().filter(PlainScalars::isUnseen).findFirst();
    }

    private static boolean isUnseen(int c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || c == 0x061C
                || (c >= 0x200E && c <= 0x200F)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || (c >= 0xD800 && c <= 0xDFFF);
    }
}
