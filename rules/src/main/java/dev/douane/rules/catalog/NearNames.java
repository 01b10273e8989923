package dev.douane.rules.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which known names a name was perhaps meant to be. They are told and never taken. */
final class NearNames {
    private static final int NEAR = 3;
    private static final int LONGEST_GUESSED = 100;
    private static final int SHORTEST_HELD = 4;

    private NearNames() {}

    /**
     * Up to three, the nearest first.
     *
     * @param ids by what is compared
     */
    static List<String> among(String name, Map<String, String> ids) {
        var core = Spelling.folded(name);
        if (core.length() > LONGEST_GUESSED) {
            return List.of();
        }
        var distances = new TreeMap<String, Integer>();
        ids.forEach((known, id) -> {
            if (isNear(core, known)) {
                distances.merge(id, Spelling.distance(core, known), Math::min);
            }
        });
        return distances.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .limit(NEAR)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Few letters off, or the same words with more or fewer around them. */
    private static boolean isNear(String name, String known) {
        var most = Math.max(2, name.length() / 4);
        return holds(name, known)
                || holds(known, name)
                || (Math.abs(name.length() - known.length()) <= most && Spelling.distance(name, known) <= most);
    }

    private static boolean holds(String longer, String words) {
        if (words.length() < SHORTEST_HELD) {
            return false;
        }
        for (int at = longer.indexOf(words); at >= 0; at = longer.indexOf(words, at + 1)) {
            if (isEdge(longer, at - 1) && isEdge(longer, at + words.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }
}
