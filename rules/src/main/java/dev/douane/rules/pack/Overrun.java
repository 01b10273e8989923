package dev.douane.rules.pack;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Facts;

/**
 * A pack asked for more work than there is for one call.
 *
 * @param pack {@code name@version}
 * @param rule the rule of it that asks for most, or fired most often
 * @param mode whether the call was denied for it, or went on without the pack
 * @param excess how much of what it was
 * @param budgets how many the call had
 * @param outages how many there were
 */
public record Overrun(String pack, String rule, Fired.Mode mode, RuleFailure.Excess excess, int budgets, int outages) {
    static Overrun of(String pack, Fired.Mode mode, String rule, RuleFailure.Excess excess, Facts facts) {
        return new Overrun(
                pack,
                rule,
                mode,
                excess,
                facts.budgets().size(),
                facts.outages().size());
    }
}
