package dev.douane.rules.decide;

import dev.douane.rules.facts.Budget;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * One effect with the rule that contributed it. Ordered by rule id, then by the effect's text, then by pack and mode: the same rule may
 * stand in a ruleset twice, enforced for some callers and observed for others, and neither may hide the other.
 *
 * @param budgets those that the rule matched, in {@link Headroom#ORDER}: they are named in the reason, and no part of the order
 */
public record Fired(RuleRef rule, Effect effect, Mode mode, List<Budget> budgets) implements Comparable<Fired> {
    /** Where the rule is the same: seldom asked for, and dear. */
    private static final Comparator<Fired> BY_EFFECT = Comparator.<Fired, String>comparing(
                    fired -> fired.effect().describe())
            .thenComparing(fired -> fired.effect().toString())
            .thenComparing(fired -> fired.rule().pack())
            .thenComparing(Fired::mode);

    /** Whether the effect counts. */
    public enum Mode {
        ENFORCE,
        /** Recorded as what would have been; never touches the answer. */
        OBSERVE
    }

    public Fired {
        budgets = List.copyOf(budgets);
    }

    /** Where the rule looked at no budget. */
    public Fired(RuleRef rule, Effect effect, Mode mode) {
        this(rule, effect, mode, List.of());
    }

    Fired in(Mode other) {
        return new Fired(rule, effect, other, budgets);
    }

    /** The same said once, because of what both matched. */
    Fired and(Fired same) {
        if (budgets.equals(same.budgets)) {
            return this;
        }
        var both = new TreeSet<>(Headroom.ORDER);
        both.addAll(budgets);
        both.addAll(same.budgets);
        return new Fired(rule, effect, mode, List.copyOf(both));
    }

    @Override
    public int compareTo(Fired other) {
        int byRule = rule.id().compareTo(other.rule.id());
        return byRule == 0 ? BY_EFFECT.compare(this, other) : byRule;
    }
}
