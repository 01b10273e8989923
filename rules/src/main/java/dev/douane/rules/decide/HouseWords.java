package dev.douane.rules.decide;

import java.util.Locale;
import java.util.Set;

/** The words by which the house gives its own reasons, where others have a rule's id. What is not here is no reason of the house's. */
public final class HouseWords {
    private static final Set<String> ALL = Set.of(
            "as-asked",
            "budget",
            "capability",
            "context-window",
            "downgrade-not-accepted",
            "embedding-model",
            "not-served",
            "not-served-there",
            "operation",
            "outage",
            "placeholder",
            "rule-error",
            "service-tier",
            "tier-above-request",
            "unknown-deployment",
            "unknown-model",
            "unknown-provider",
            "unknown-region",
            "unpriced");

    private HouseWords() {}

    /** Whether the house means something of its own by it; whoever reads it in capitals would think so too. */
    public static boolean has(String word) {
        return ALL.contains(word.toLowerCase(Locale.ROOT));
    }
}
