package dev.douane.rules.coverage;

import java.util.List;

/**
 * How far the scenarios go for one rule.
 *
 * @param rule its id
 * @param firedBy names of the cases that fire it, in the order of the files
 * @param boundaries its conditions in order
 */
public record RuleCoverage(String rule, List<String> firedBy, List<Boundary> boundaries) {
    public RuleCoverage {
        firedBy = List.copyOf(firedBy);
        boundaries = List.copyOf(boundaries);
    }

    /** Those that the cases do not pin down. */
    public List<Boundary> open() {
        return boundaries.stream().filter(boundary -> !boundary.isHit()).toList();
    }
}
