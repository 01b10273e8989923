package dev.douane.service.ledger;

import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Option;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all accounts that a call touches can carry: those of its caller, wherever it goes, and those of budgets that look at where it goes.
 * The latter are looked up once for each kind of target.
 */
final class CallHeadroom implements Headroom {
    private final TermsHeadroom byCaller;
    private final @Nullable Function<Target, TermsHeadroom> byTarget;
    private final Function<Option, Target> targets;
    private final Map<Target, TermsHeadroom> known = new HashMap<>();

    /**
     * @param byTarget the further accounts of a target; null where no budget looks at targets
     * @param targets what budgets see of an option
     */
    CallHeadroom(
            TermsHeadroom byCaller,
            @Nullable Function<Target, TermsHeadroom> byTarget,
            Function<Option, Target> targets) {
        this.byCaller = byCaller;
        this.byTarget = byTarget;
        this.targets = targets;
    }

    private @Nullable TermsHeadroom further(Option option) {
        return byTarget == null ? null : known.computeIfAbsent(targets.apply(option), byTarget);
    }

    /** The accounts that a call there touches, and what each of them holds for it. */
    List<Share> shares(Option option) {
        var further = further(option);
        if (further == null) {
            return byCaller.isByEstimateAlone() ? byCaller.shares(option) : byCaller.explainedShares(option);
        }
        return byCaller.isByEstimateAlone() && further.isByEstimateAlone()
                ? joined(byCaller.shares(option), further.shares(option))
                : joined(byCaller.explainedShares(option), further.explainedShares(option));
    }

    private static List<Share> joined(List<Share> one, List<Share> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    @Override
    public List<Budget> tooTight(Option option) {
        var tight = byCaller.tooTight(option);
        var further = further(option);
        var more = further == null ? List.<Budget>of() : further.tooTight(option);
        if (more.isEmpty()) {
            return tight;
        }
        var all = new ArrayList<>(tight);
        all.addAll(more);
        all.sort(ORDER);
        return all;
    }

    @Override
    public Money most() {
        return byCaller.most();
    }

    @Override
    public boolean covers(Option target, Option alternative) {
        if (!byCaller.covers(target, alternative)) {
            return false;
        }
        var held = further(target);
        var wanted = further(alternative);
        return held == null || wanted == null || (held.hasTheAccountsOf(wanted) && held.covers(target, alternative));
    }

    @Override
    public Optional<Instant> freesUpAt(Option option, List<Budget> tooTight) {
        var further = further(option);
        var of = byCaller.freesUpAt(option, tooTight);
        return further == null
                ? of
                : of.flatMap(one -> further.freesUpAt(option, tooTight).map(other -> other.isAfter(one) ? other : one));
    }

    @Override
    public boolean isByEstimateAlone() {
        return byTarget == null && byCaller.isByEstimateAlone();
    }
}
