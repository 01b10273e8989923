package dev.douane.rules.zip;

/** An archive that is not read further. */
public final class UnsoundZipException extends Exception {
    private static final int SHOWN_NAME_LENGTH_MAX = 120;

    private static final long serialVersionUID = 1;

    private final String entry;

    /**
     * @param entry the entry that is unsound, empty for the archive as a whole
     * @param why what is wrong with it, and the way out where there is one
     */
    UnsoundZipException(String entry, String why) {
        super(why);
        this.entry = entry;
    }

    /** What is wrong, and the way out where there is one. */
    public String why() {
        return String.valueOf(getMessage());
    }

    /** The entry that is unsound, empty for the archive as a whole. It goes into logs and terminals: without control characters, and not endless. */
    public String entry() {
        var plain = entry.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= SHOWN_NAME_LENGTH_MAX ? plain : plain.substring(0, SHOWN_NAME_LENGTH_MAX) + "…";
    }
}
