package dev.douane.rules.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The installation's tiers.
 *
 * @param ascending cheapest class first, at least one, names unique
 */
public record Tiers(List<Tier> ascending) {
    /** {@code economy < standard < frontier}. */
    public static final Tiers SHIPPED = of("economy", "standard", "frontier");

    public Tiers {
        ascending = List.copyOf(ascending);
        var names = new HashSet<String>();
        for (int rank = 0; rank < ascending.size(); rank++) {
            var tier = ascending.get(rank);
            if (tier.rank() != rank || !names.add(tier.name())) {
                throw new IllegalArgumentException(
                        "tiers (%s) must be in rank order with unique names".formatted(ascending));
            }
        }
        if (ascending.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one tier");
        }
    }

    public static Tiers of(String... ascendingNames) {
        var tiers = new ArrayList<Tier>();
        for (var name : ascendingNames) {
            tiers.add(new Tier(name, tiers.size()));
        }
        return new Tiers(tiers);
    }

    public Optional<Tier> find(String name) {
        return ascending.stream().filter(tier -> tier.name().equals(name)).findFirst();
    }

    /** @throws IllegalArgumentException if there is no tier of that name */
    public Tier named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("tier (%s) is none of %s".formatted(name, ascending)));
    }

    public Tier highest() {
        return ascending.getLast();
    }

    public Tier lowest() {
        return ascending.getFirst();
    }
}
