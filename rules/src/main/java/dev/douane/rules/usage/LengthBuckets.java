package dev.douane.rules.usage;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * The buckets output lengths are counted in: up to 20 tokens one a length, from there each at most a twentieth wider than the one before. What
 * falls in a bucket is told as its upper edge, which is at most 5 % too long and never too short.
 */
public final class LengthBuckets {
    private static final int LONGEST = 1_000_000;
    private static final int[] EDGES = edges();

    /** How many there are. */
    public static final int COUNT = EDGES.length;

    private LengthBuckets() {}

    private static int[] edges() {
        var edges = new ArrayList<Integer>();
        for (int edge = 0; edge < LONGEST; edge = Math.max(edge + 1, (int) (edge * 1.05))) {
            edges.add(edge);
        }
        edges.add(LONGEST);
        return edges.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The bucket of a length; what is longer than a million tokens falls in the last. */
    public static int of(int tokens) {
        var found = Arrays.binarySearch(EDGES, tokens);
        return Math.min(found >= 0 ? found : -found - 1, COUNT - 1);
    }

    /** The longest of a bucket's lengths; without limit for the last bucket. */
    public static int edge(int bucket) {
        return bucket >= COUNT - 1 ? Integer.MAX_VALUE : EDGES[bucket];
    }
}
