package dev.douane.rules.drools;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kie.api.KieBase;

/**
 * What a ruleset compiles to.
 *
 * @param parts by the rule base they become; only those that hold a rule
 */
record CompiledRuleset(SortedMap<Part, RuleClasses> parts) {
    CompiledRuleset {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
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
