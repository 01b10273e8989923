package dev.douane.rules.lint;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.RuleTree;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of a pack, accepted by the gate.
 *
 * @param parameters what the pack declares, by name
 * @param rules in any order, rows of tables included
 */
public record LintSubject(Concern concern, SortedMap<String, Parameter> parameters, List<RuleTree> rules) {
    public LintSubject {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        rules = List.copyOf(rules);
    }
}
