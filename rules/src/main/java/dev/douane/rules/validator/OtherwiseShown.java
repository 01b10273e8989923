package dev.douane.rules.validator;

import java.util.regex.Pattern;

/**
 * Knows texts in a file of values that programs for spreadsheets take for something else as they open it, and show as that: {@code 1-2} as a
 * day, {@code 00123} as 123. Dates as ISO 8601 writes them stay dates, and are none of these.
 */
final class OtherwiseShown {
    /** In English, as most programs know them, and in German. */
    private static final String MONTH =
            "(?:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|m\u00E4rz?|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
                    + "|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?|dez(?:ember)?|januar|februar)";

    private static final String NUMBER = "0[0-9]+|[0-9]{12,}+|[0-9]+(?:\\.[0-9]+)?e[-+]?[0-9]+";
    private static final String TIME = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?";
    private static final String DAY = "[0-9]{1,2}[-/](?:[0-9]{1,2}|[0-9]{4})|[0-9]{4}[-/][0-9]{1,2}"
            + "|[0-9]{1,2}[-/][0-9]{1,2}[-/](?:[0-9]{1,2}|[0-9]{4})|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"
            + "|" + MONTH + "[-/ .]?(?:[0-9]{1,2}|[0-9]{4})"
            + "|[0-9]{1,2}[-/ .]?" + MONTH + "(?:[-/ .](?:[0-9]{1,2}|[0-9]{4}))?";

    private static final Pattern ONE =
            Pattern.compile(NUMBER + "|" + TIME + "|" + DAY, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** Longer ones are none. */
    private static final int LONGEST = 40;

    private OtherwiseShown() {}

    /** @param cell the whole of it */
    static boolean is(String cell) {
        return cell.length() <= LONGEST && ONE.matcher(cell).matches();
    }
}
