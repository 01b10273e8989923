package dev.douane.rules.sheet;

import org.jspecify.annotations.Nullable;

/** Whether letters are told from what is behind them, by how light both are (Web Content Accessibility Guidelines 2.2). */
final class Contrast {
    static final byte[] BLACK = {0, 0, 0};
    static final byte[] WHITE = {-1, -1, -1};

    /** Of 1 to 21. Readable text has 4.5; light grey on white has 1.4, and yellow on white, which nobody reads, 1.1. */
    private static final double RATIO_MIN = 1.3;

    private Contrast() {}

    /** How light a colour is, 0 to 1; not a number where the colour is not known. */
    static double lightness(byte @Nullable [] rgb) {
        return rgb == null || rgb.length < 3
                ? Double.NaN
                : 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
    }

    private static double linear(byte part) {
        double share = (part & 0xFF) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    /** Whether one as light is seen on one as light; not where one of them is not known. */
    static boolean isSeen(double letters, double ground) {
        return (Math.max(letters, ground) + 0.05) / (Math.min(letters, ground) + 0.05) >= RATIO_MIN;
    }
}
