package dev.douane.rules.validator;

import dev.douane.rules.sheet.Numerals;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells numbers that are written in the manner of another country, or in groups of digits. */
final class NumberText {
    private static final Pattern COMMA_GROUPS = Pattern.compile("-?[1-9][0-9]{0,2}(,[0-9]{3})+(\\.[0-9]+)?");
    private static final Pattern POINT_GROUPS = Pattern.compile("-?[1-9][0-9]{0,2}(\\.[0-9]{3})+(,[0-9]+)?");
    private static final Pattern SEVERAL_POINT_GROUPS =
            Pattern.compile("-?[1-9][0-9]{0,2}(\\.[0-9]{3})+(\\.[0-9]{3}|,[0-9]+)");
    private static final Pattern ONE_POINT_GROUP = Pattern.compile("-?[1-9][0-9]{0,2}\\.[0-9]{3}");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("-?[0-9]+,[0-9]+");
    private static final Pattern DECIMAL_POINT = Pattern.compile("-?[0-9]+\\.[0-9]+");

    private static final String OR_SAY_LOCALE = ", or say the locale in the RuleSet line";

    private NumberText() {}

    /** What to say of a text that people may take for another number than it would be read as; null where there is nothing to say. */
    static @Nullable String advice(String text, Numerals numerals) {
        return switch (numerals) {
            case POINT -> withPoints(text);
            case COMMA -> withCommas(text);
            case TEXT -> ofText(text);
            case NUMBER -> null;
            case UNSAID -> ONE_POINT_GROUP.matcher(text).matches() ? doubtful(text) : withPoints(text);
        };
    }

    /** The same of a number behind a comma, which a rule's list was read up to. */
    static @Nullable String advice(Tokens tokens) {
        if (tokens.before(2).kind() != Token.Kind.NUMBER
                || !tokens.before(1).is(",")
                || tokens.peek().kind() != Token.Kind.NUMBER) {
            return null;
        }
        var text = tokens.before(2).text() + "," + tokens.peek().text();
        if (COMMA_GROUPS.matcher(text).matches()) {
            return grouped(text, text.replace(",", ""));
        }
        return DECIMAL_COMMA.matcher(text).matches()
                ? "number (%s) has a decimal comma\nMaybe write %s.".formatted(text, text.replace(',', '.'))
                : null;
    }

    /** A spreadsheet says by itself what is a number, and no locale. */
    private static @Nullable String ofText(String text) {
        if (ONE_POINT_GROUP.matcher(text).matches()) {
            return "number (%s) is written as a text, and may have a fraction, or its digits in groups\nMaybe make the cell a number, and no text."
                    .formatted(text);
        }
        var advice = withPoints(text);
        return advice == null ? null : advice.replace(OR_SAY_LOCALE, "");
    }

    /** One, or a thousand. */
    private static String doubtful(String text) {
        return "number (%s) may have a fraction, or its digits in groups\nMaybe write %s, or %s0%s."
                .formatted(text, text.replace(".", ""), text, OR_SAY_LOCALE);
    }

    private static @Nullable String withPoints(String text) {
        if (COMMA_GROUPS.matcher(text).matches()) {
            return grouped(text, text.replace(",", ""));
        }
        if (SEVERAL_POINT_GROUPS.matcher(text).matches()) {
            return grouped(text, text.replace(".", "").replace(',', '.'));
        }
        return DECIMAL_COMMA.matcher(text).matches()
                ? "number (%s) has a decimal comma\nMaybe write %s%s."
                        .formatted(Cell.shortened(text), Cell.shortened(text.replace(',', '.')), OR_SAY_LOCALE)
                : null;
    }

    private static @Nullable String withCommas(String text) {
        if (POINT_GROUPS.matcher(text).matches()) {
            return grouped(text, text.replace(".", ""));
        }
        if (COMMA_GROUPS.matcher(text).matches() && text.indexOf(',') != text.lastIndexOf(',')) {
            return grouped(text, text.replace(",", "").replace('.', ','));
        }
        return DECIMAL_POINT.matcher(text).matches()
                ? "number (%s) has a decimal point, and the sheet's locale has decimal commas\nMaybe write %s."
                        .formatted(Cell.shortened(text), Cell.shortened(text.replace('.', ',')))
                : null;
    }

    private static String grouped(String text, String plain) {
        return "number (%s) has its digits in groups\nMaybe write %s."
                .formatted(Cell.shortened(text), Cell.shortened(plain));
    }
}
