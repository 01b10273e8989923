package dev.douane.service.platform;

import java.util.regex.Pattern;

/** Numbers as queries and settings say them. */
public final class WholeNumber {
    /** {@link Integer#parseInt} takes the digits of every script. */
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    private WholeNumber() {}

    /**
     * A whole number in the digits 0 to 9, without a plus sign or blanks.
     *
     * @throws NumberFormatException if it is none, or does not fit
     */
    public static int parse(String said) {
        if (!DIGITS.matcher(said).matches()) {
            throw new NumberFormatException(said);
        }
        return Integer.parseInt(said);
    }
}
