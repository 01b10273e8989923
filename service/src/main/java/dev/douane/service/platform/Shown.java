package dev.douane.service.platform;

/** What somebody sent, as an error message shows it: no longer than a line. */
public final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    /** The beginning of a value, with an ellipsis where there is more. */
    public static String of(String value) {
        if (value.length() <= LONGEST) {
            return value;
        }
        var end = Character.isHighSurrogate(value.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return value.substring(0, end) + "…";
    }
}
