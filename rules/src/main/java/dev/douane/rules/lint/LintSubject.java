package dev.douane.rules.lint;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of a pack, accepted by the validator.
 *
 * @param parameters what the pack declares, by name
 * @param rules in any order, rows of tables included
 * @param declared where each parameter is declared, by name; those that are not in it have no place
 */
public record LintSubject(
        Concern concern,
        SortedMap<String, Parameter> parameters,
        List<RuleTree> rules,
        SortedMap<String, Place> declared) {
    public LintSubject {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        rules = List.copyOf(rules);
        declared = Collections.unmodifiableSortedMap(new TreeMap<>(declared));
    }

    /** Of which nobody knows where its parameters are declared. */
    public LintSubject(Concern concern, SortedMap<String, Parameter> parameters, List<RuleTree> rules) {
        this(concern, parameters, rules, Collections.emptySortedMap());
    }
}
