package dev.douane.rules.coverage;

import java.util.List;

/**
 * How far the scenarios go for one rule.
 *
 * @param rule its id
 * @param firedBy names of the cases that fire it, in the order of the files
 * @param conditions its conditions in order
 */
public record RuleCoverage(String rule, List<String> firedBy, List<ConditionCoverage> conditions) {
    public RuleCoverage {
        firedBy = List.copyOf(firedBy);
        conditions = List.copyOf(conditions);
    }

    /** Those without which no case would come out otherwise. */
    public List<ConditionCoverage> open() {
        return conditions.stream().filter(condition -> !condition.isCovered()).toList();
    }
}
