package dev.douane.rules.coverage;

import dev.douane.rules.drl.Place;

/**
 * One condition of a rule, and where the cases stand to it.
 *
 * @param text as in the rule: {@code usedFraction >= 0.8}
 * @param isOrdered whether there is a limit to stand below, on and above; else there is an inside and an outside
 * @param below cases below the limit, or outside
 * @param on cases exactly on the limit; 0 where there is none
 * @param above cases above the limit, or inside
 */
public record Boundary(String text, Place place, boolean isOrdered, int below, int on, int above) {
    /** Whether the cases would notice if the condition were left out, or its limit moved to the other side of them. */
    public boolean isHit() {
        return (isOrdered && on > 0) || (below > 0 && above > 0);
    }

    /** What is missing, in words; empty where nothing is. */
    public String missing() {
        if (isHit()) {
            return "";
        }
        if (isOrdered) {
            return below + above == 0
                    ? "no case gives it a value"
                    : "all cases are %s the limit: add one on it".formatted(below > 0 ? "below" : "above");
        }
        return below + above == 0
                ? "no case gives it a value"
                : "all cases are %s: add one %s"
                        .formatted(below > 0 ? "outside" : "inside", below > 0 ? "inside" : "outside");
    }
}
