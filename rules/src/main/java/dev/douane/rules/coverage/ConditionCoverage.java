package dev.douane.rules.coverage;

import dev.douane.rules.drl.Place;

/**
 * One condition of a rule, and whether the cases would notice if it were not there.
 *
 * @param text as in the rule: {@code usedFraction >= 0.8}
 * @param fires whether a case fires the rule because of it: had it not held, the rule would not have fired
 * @param misses whether a case misses the rule only because of it: had it held, the rule would have fired
 * @param notTried why not all cases were tried; empty where they were
 */
public record ConditionCoverage(String text, Place place, boolean fires, boolean misses, String notTried) {
    /** Whether the cases would notice either way. */
    public boolean isCovered() {
        return fires && misses;
    }

    /** What is missing, in words; empty where nothing is. */
    public String missing() {
        if (isCovered()) {
            return "";
        }
        if (!notTried.isEmpty()) {
            return "not all cases were tried: telling %s".formatted(notTried);
        }
        var firing = "no case fires the rule because of it: add one";
        var missing = "no case misses the rule only because of it: add one where all else holds";
        if (fires) {
            return missing;
        }
        return misses ? firing : firing + ", and " + missing;
    }
}
