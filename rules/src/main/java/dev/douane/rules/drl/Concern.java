package dev.douane.rules.drl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a pack is about. A pack is about one thing, so that it can be owned, approved and switched off as one. */
public enum Concern {
    /** Gives calls their workload class, before any other pack speaks. */
    CLASSIFICATION,
    COST_TIER,
    SOVEREIGNTY,
    BUDGET;

    /** As written in {@code pack.yaml}: {@code cost-tier}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #word()}. */
    public static Optional<Concern> of(String word) {
        return Arrays.stream(values())
                .filter(concern -> concern.word().equals(word))
                .findFirst();
    }
}
