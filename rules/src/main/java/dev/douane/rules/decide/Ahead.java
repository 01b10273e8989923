package dev.douane.rules.decide;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a plan was worked out ahead of admission, so that nobody waits for it while the ledger decides. It belongs to one option: if the budgets
 * carry that one and every alternative beside it, as they mostly do, its decision is the plan's; else it is dropped. Immutable.
 */
public final class Ahead {
    /** Nothing was worked out. */
    public static final Ahead NOTHING = new Ahead(null, null, null);

    private final @Nullable Option option;
    private final @Nullable Decision decision;
    private final Later.@Nullable ByRules byRules;

    private Ahead(@Nullable Option option, @Nullable Decision decision, Later.@Nullable ByRules byRules) {
        this.option = option;
        this.decision = decision;
        this.byRules = byRules;
    }

    /** @param decision if {@code option} is carried, with the first options after it that are no dearer */
    static Ahead carried(Option option, Decision decision) {
        return new Ahead(option, decision, null);
    }

    /** Of a call that has no option now. */
    static Ahead waiting(Later.ByRules byRules) {
        return new Ahead(null, null, byRules);
    }

    /** What is decided if the budgets carry the first option, without what would have been; empty where there is no option. */
    public Optional<Decision> decision() {
        return Optional.ofNullable(decision);
    }

    /**
     * The decision if it is the plan's under this headroom. Its alternatives are the first options that are no dearer: a headroom may cover fewer of them,
     * never others while it covers all, so these are what it would be asked for.
     */
    Optional<Decision> holds(Admission admission, Headroom headroom) {
        if (decision != null
                && option != null
                && admission instanceof Admission.Carried(var carried, var tooTight)
                && tooTight.isEmpty()
                && carried.equals(option)
                && coversAll(headroom, option, decision)) {
            return Optional.of(decision);
        }
        return Optional.empty();
    }

    private static boolean coversAll(Headroom headroom, Option option, Decision decision) {
        for (var alternative : decision.alternatives()) {
            if (!headroom.covers(option, alternative)) {
                return false;
            }
        }
        return true;
    }

    Later.@Nullable ByRules byRules() {
        return byRules;
    }
}
