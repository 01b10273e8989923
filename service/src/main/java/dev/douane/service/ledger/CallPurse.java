package dev.douane.service.ledger;

import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.Purse;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.service.budgets.Target;
import dev.douane.service.budgets.Touched;
import dev.douane.service.usage.Expectation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all accounts that a call touches can carry: those of its caller, wherever it goes, and those of budgets that look at where it goes.
 * The latter are looked up once for each kind of target.
 */
final class CallPurse implements Purse {
    private final TermsPurse byCaller;
    private final @Nullable Function<Target, TermsPurse> byTarget;
    private final Function<Option, Target> targets;
    private final Map<Target, TermsPurse> known = new HashMap<>();

    /**
     * @param byTarget the further accounts of a target; null where no budget looks at targets
     * @param targets what budgets see of an option
     */
    CallPurse(TermsPurse byCaller, @Nullable Function<Target, TermsPurse> byTarget, Function<Option, Target> targets) {
        this.byCaller = byCaller;
        this.byTarget = byTarget;
        this.targets = targets;
    }

    private @Nullable TermsPurse further(Option option) {
        return byTarget == null ? null : known.computeIfAbsent(targets.apply(option), byTarget);
    }

    /** The accounts that a call there touches; the order is that of {@link #amounts} and {@link #expectations} too. */
    List<Touched> touched(Option option) {
        var further = further(option);
        return further == null ? byCaller.touched() : joined(byCaller.touched(), further.touched());
    }

    /** What each of them holds for a call there, in nano-units. */
    long[] amounts(Option option) {
        var further = further(option);
        return further == null
                ? byCaller.amounts(option)
                : LongStream.concat(LongStream.of(byCaller.amounts(option)), LongStream.of(further.amounts(option)))
                        .toArray();
    }

    /** What those amounts stand on; empty where all of them hold the worst case by their terms. */
    List<Expectation> expectations(Option option) {
        var further = further(option);
        if (further == null || (byCaller.isByEstimateAlone() && further.isByEstimateAlone())) {
            return byCaller.expectations(option);
        }
        return joined(byCaller.allExpectations(option), further.allExpectations(option));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
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
