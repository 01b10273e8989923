package dev.douane.rules.document;

import dev.douane.rules.catalog.Spelling;
import java.util.Collection;
import java.util.stream.Collectors;

/** Tells which known word a misspelt one was meant to be. */
public final class Nearest {
    /** So many words are read at a glance. */
    private static final int FEW = 12;

    private static final int NEAR = 3;
    /** Longer than any name: what is behind it is not compared. */
    private static final int LONGEST = 200;

    private Nearest() {}

    /** A line such as {@code Maybe gpt-5-mini?}, or an empty one where nothing known is close. */
    public static String maybe(String word, Collection<String> known) {
        return Spelling.nearest(word, known).map("Maybe %s?"::formatted).orElse("");
    }

    /**
     * As {@link #maybe}, but never silent: where nothing is close, all known words if they are few, else the three that are least far.
     *
     * @param known in the order to show them
     */
    public static String maybeOrKnown(String word, Collection<String> known) {
        return Spelling.nearest(word, known).map("Maybe %s?"::formatted).orElseGet(() -> known(word, known));
    }

    private static String known(String word, Collection<String> known) {
        if (known.isEmpty()) {
            return "None is known.";
        }
        if (known.size() <= FEW) {
            return "Known: %s.".formatted(String.join(", ", known));
        }
        var beginning = word.substring(0, Math.min(word.length(), LONGEST));
        return "Nearest of %d: %s."
                .formatted(
                        known.size(),
                        known.stream()
                                .sorted(Spelling.byDistance(beginning))
                                .limit(NEAR)
                                .collect(Collectors.joining(", ")));
    }
}
