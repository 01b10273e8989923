package dev.douane.rules.seal;

import dev.douane.rules.pack.PackProblem;

/** An archive that is not read further. */
final class UnsoundZipException extends Exception {
    private static final int SHOWN_NAME_LENGTH_MAX = 120;

    private final String entry;

    /**
     * @param entry the entry that is unsound, empty for the archive as a whole
     * @param why what is wrong with it, and the way out where there is one
     */
    UnsoundZipException(String entry, String why) {
        super(why);
        this.entry = entry;
    }

    PackProblem problem() {
        return PackProblem.in(shown(), String.valueOf(getMessage()));
    }

    /** A name from outside goes into logs and terminals: without control characters, and not endless. */
    private String shown() {
        var plain = entry.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= SHOWN_NAME_LENGTH_MAX ? plain : plain.substring(0, SHOWN_NAME_LENGTH_MAX) + "…";
    }
}
