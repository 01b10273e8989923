package dev.douane.rules.decide;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the budgets can carry, as it stands until the answer is written. Asked on one thread.
 *
 * <p>It is not asked about an option that costs nothing: that one is carried by every budget, a used-up one and one of nothing too.
 */
public interface Headroom {
    /** The order in which budgets are told. */
    Comparator<Budget> ORDER =
            Comparator.comparing(Budget::name).thenComparing(Budget::scope).thenComparing(Budget::periodStart);

    /** Carries everything. */
    Headroom BOTTOMLESS = of(List.of());

    /** Hard accounts that a call to this option would not fit in, in {@link #ORDER}; empty where all carry it. */
    List<Budget> tooTight(Option option);

    /** No option whose estimate is above this can fit; {@link Money#MAX} where that cannot be said. For skipping quickly. */
    Money most();

    /**
     * Whether money held for {@code target} also serves {@code alternative}: the same accounts, none of which would have to hold more. Asked
     * of alternatives only whose estimate is no higher than the target's.
     */
    boolean covers(Option target, Option alternative);

    /**
     * When the periods of these budgets have turned and the new ones carry the option, as far as is known now.
     *
     * @param tooTight what {@link #tooTight} said of the option, at least one
     * @return empty where one of them is not known ever to carry it
     */
    default Optional<Instant> freesUpAt(Option option, List<Budget> tooTight) {
        var latest = Instant.MIN;
        for (var budget : tooTight) {
            if (!option.estimate().fitsIn(budget.limit())) {
                return Optional.empty();
            }
            latest = budget.periodEnd().isAfter(latest) ? budget.periodEnd() : latest;
        }
        return Optional.of(latest);
    }

    /**
     * Whether only an option's estimate counts, not where it goes: what is too tight for one is then too tight for every dearer one. For not
     * asking about thousands.
     */
    default boolean isByEstimateAlone() {
        return false;
    }

    /** Worst-case amounts against these accounts, whatever the option. */
    static Headroom of(List<Budget> exact) {
        return new ExactHeadroom(exact);
    }
}
