package dev.douane.rules.validator;

import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.pack.PackProblem;
import java.util.List;
import java.util.SortedMap;

/**
 * A pack as the validator sees it.
 *
 * @param rules those in which nothing is wrong, file by file
 * @param values what each declared parameter is set to
 * @param problems everything that is wrong, sorted; empty for a pack that passes
 */
public record CheckedPack(List<RuleTree> rules, SortedMap<String, ParameterValue> values, List<PackProblem> problems) {
    public CheckedPack {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
    }
}
