package dev.douane.rules.decide;

import dev.douane.rules.facts.Budget;

/**
 * How long the reasons are that effects become, in characters and never less than they come to: each repeats its rule's sentence and citations, and
 * tells each budget that the rule matched. Known before a reason is written.
 */
public final class ReasonLength {
    /** The names of a reason's members, and what stands around them. */
    private static final int MEMBERS = 80;

    /** A sentence about a budget without its name and scope: two amounts, an instant, and the words between. */
    private static final int SENTENCE = 110;

    private ReasonLength() {}

    /** Without budgets. */
    public static long of(RuleRef rule, Effect effect) {
        long length = (long) MEMBERS
                + rule.id().length()
                + rule.pack().length()
                + rule.message().length()
                + effect.describe().length();
        for (var cite : rule.cites()) {
            length += cite.length() + 3L;
        }
        return length;
    }

    /** What a budget adds to the reason that names it. */
    public static long of(Budget budget) {
        return (long) SENTENCE + budget.name().length() + budget.scope().length();
    }

    /** All of it. */
    public static long of(Fired fired) {
        return of(fired.rule(), fired.effect())
                + fired.budgets().stream().mapToLong(ReasonLength::of).sum();
    }
}
