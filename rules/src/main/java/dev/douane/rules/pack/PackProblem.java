package dev.douane.rules.pack;

import java.util.Comparator;

/**
 * One thing that is wrong with a pack.
 *
 * @param file path inside the pack, empty where the pack as a whole is meant
 * @param line line in that file from 1, or 0 where no line can be named
 * @param message what is wrong, and the way out where we know it
 */
public record PackProblem(String file, int line, String message) implements Comparable<PackProblem> {
    private static final Comparator<PackProblem> ORDER = Comparator.comparing(PackProblem::file)
            .thenComparingInt(PackProblem::line)
            .thenComparing(PackProblem::message);

    /** A problem of a whole file. */
    public static PackProblem in(String file, String message) {
        return new PackProblem(file, 0, message);
    }

    @Override
    public int compareTo(PackProblem other) {
        return ORDER.compare(this, other);
    }

    /** {@code rules/eea.drl:12: message}. */
    @Override
    public String toString() {
        if (file.isEmpty()) {
            return message;
        }
        return line > 0 ? "%s:%d: %s".formatted(file, line, message) : "%s: %s".formatted(file, message);
    }
}
