package dev.douane.rules.drl;

import java.util.List;

/**
 * One restricted rule, read and checked: every fact, field, effect and parameter in it exists and every type fits. A row of a decision table
 * is a rule like any other.
 *
 * <p>Two trees that mean the same may stand in different places; compare {@link RuleText} of them, which leaves places out.
 *
 * @param id the rule's {@code @id}
 * @param name as written after {@code rule}, or in the table's NAME column
 * @param reason the rule's {@code @reason} as written, {@code {parameter}} not yet replaced
 * @param cites the parts of {@code @cites}, in order; may be empty
 * @param place where the rule begins
 * @param when all of these must hold; empty means always
 * @param then what the rule contributes, in order; at least one
 */
public record RuleTree(
        String id,
        String name,
        String reason,
        List<String> cites,
        Place place,
        List<Condition> when,
        List<EffectCall> then) {
    public RuleTree {
        cites = List.copyOf(cites);
        when = List.copyOf(when);
        then = List.copyOf(then);
    }
}
