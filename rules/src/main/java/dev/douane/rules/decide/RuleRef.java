package dev.douane.rules.decide;

import java.util.List;

/**
 * Where an effect comes from.
 *
 * @param id the rule's {@code @id}, unique in a ruleset
 * @param pack {@code name@version}
 * @param message the rule's {@code @reason}: one sentence an auditor can read
 * @param cites articles of law or policy, in the rule's order; may be empty
 */
public record RuleRef(String id, String pack, String message, List<String> cites) {
    public RuleRef {
        cites = List.copyOf(cites);
    }
}
