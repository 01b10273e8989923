package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kie.api.KieBase;

/**
 * What a ruleset compiles to.
 *
 * @param parts by the rule base they become; only those that hold a rule
 * @param signatures for each pack that holds a rule, by its place in the ruleset: what its rules sign with, by what the engine calls them
 */
record CompiledRuleset(SortedMap<Part, RuleClasses> parts, SortedMap<Integer, SortedMap<String, RuleRef>> signatures) {
    CompiledRuleset {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        signatures = Collections.unmodifiableSortedMap(new TreeMap<>(signatures));
    }

    /**
     * Loads it.
     *
     * @throws ReflectiveOperationException if its classes are not what Drools writes
     * @throws LinkageError if they were compiled against something else
     */
    SortedMap<Part, KieBase> load() throws ReflectiveOperationException {
        var bases = new TreeMap<Part, KieBase>();
        for (var part : parts.entrySet()) {
            bases.put(part.getKey(), RuleBase.of(part.getValue()));
        }
        return bases;
    }
}
