package dev.douane.bench.line;

/**
 * How much may be on the line.
 *
 * @param files of ours that one decision runs through
 * @param lines of them together
 * @param longest lines of one
 */
record Ceilings(int files, int lines, int longest) {
    /** Where the line stands; each step of decision 190 lowers it, down to 70, 7,000 and 400. */
    static final Ceilings NOW = new Ceilings(150, 17_000, 480);
}
