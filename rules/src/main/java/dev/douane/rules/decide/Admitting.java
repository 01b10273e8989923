package dev.douane.rules.decide;

import dev.douane.rules.catalog.DeploymentId;
import dev.douane.rules.facts.Budget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asks the budgets for the first option that every hard one carries; where there is none, for the one that will fit first. */
final class Admitting {
    /**
     * An option that does not fit.
     *
     * @param freesUpAt when it will; null where that is not known ever to be
     */
    private record Refused(
            Option option, List<Budget> tooTight, @Nullable Instant freesUpAt) {
        private static final Comparator<Refused> FIRST_TO_FIT = Comparator.comparing(
                        Refused::freesUpAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                .thenComparing(refused -> refused.option().estimate())
                .thenComparing(refused -> refused.option().deployment().id());
    }

    private final Ladder ladder;
    private final Headroom headroom;
    private final Map<DeploymentId, List<Budget>> said = new HashMap<>(4);

    Admitting(Ladder ladder, Headroom headroom) {
        this.ladder = ladder;
        this.headroom = headroom;
    }

    /** @param best the first option */
    Admission first(Option best) {
        if (fits(best)) {
            return new Admission.Carried(best);
        }
        var option = ladder.first(headroom.most(), this::fits);
        return option == null ? held() : new Admission.Carried(option, passedOver(option));
    }

    /** What is said of a call that goes nowhere now. */
    Admission held() {
        var cheapest = ladder.cheapest();
        if (cheapest == null || fits(cheapest)) {
            return new Admission.NothingToCarry();
        }
        var first = headroom.isByEstimateAlone() ? refused(cheapest) : firstToFit();
        return first == null
                ? new Admission.NothingToCarry()
                : new Admission.OverBudget(first.option(), first.tooTight(), first.freesUpAt());
    }

    private boolean fits(Option option) {
        return tooTight(option).isEmpty();
    }

    /** What costs nothing is carried by every budget. Each option is asked about once. */
    private List<Budget> tooTight(Option option) {
        return option.estimate().isZero()
                ? List.of()
                : said.computeIfAbsent(option.deployment().id(), id -> headroom.tooTight(option));
    }

    private List<Budget> passedOver(Option target) {
        var tooTight = new TreeSet<>(Headroom.ORDER);
        ladder.passedOver(target).forEach(option -> tooTight.addAll(tooTight(option)));
        return new ArrayList<>(tooTight);
    }

    private Refused refused(Option option) {
        var tooTight = tooTight(option);
        return new Refused(
                option, tooTight, headroom.freesUpAt(option, tooTight).orElse(null));
    }

    /** Of those that free up first the cheapest, of equally cheap ones the first by id; null where one fits already. */
    private @Nullable Refused firstToFit() {
        var first = new Refused[1];
        var fits = new boolean[1];
        ladder.forEach(option -> {
            fits[0] = fits(option);
            if (!fits[0]) {
                var refused = refused(option);
                first[0] = first[0] == null || Refused.FIRST_TO_FIT.compare(refused, first[0]) < 0 ? refused : first[0];
            }
            return !fits[0];
        });
        return fits[0] ? null : first[0];
    }
}
