package dev.douane.rules.drools;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.kie.api.KieBase;

/**
 * What a ruleset compiles to.
 *
 * @param stages the stages at which any pack speaks
 */
record CompiledRuleset(Map<Stage, RuleClasses> stages) {
    CompiledRuleset {
        var copy = new EnumMap<Stage, RuleClasses>(Stage.class);
        copy.putAll(stages);
        stages = Collections.unmodifiableMap(copy);
    }

    /**
     * Loads it.
     *
     * @throws ReflectiveOperationException if its classes are not what Drools writes
     * @throws LinkageError if they were compiled against something else
     */
    Map<Stage, KieBase> load() throws ReflectiveOperationException {
        var bases = new EnumMap<Stage, KieBase>(Stage.class);
        for (var stage : stages.entrySet()) {
            bases.put(stage.getKey(), RuleBase.of(stage.getValue()));
        }
        return bases;
    }
}
