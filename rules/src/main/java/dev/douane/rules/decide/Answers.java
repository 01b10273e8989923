package dev.douane.rules.decide;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Words one plan's answer: the verdict, what it would have cost as asked, and every reason. */
final class Answers {
    private final Question question;
    private final Snapshot snapshot;
    private final Instant at;
    private final Requested requested;
    private final Effects effects;
    private final Costing costing;
    private final Eligible eligible;
    private final Ranking ranking;
    private final Groups groups;
    private final Holdbacks holdbacks;
    private final Deciding deciding;

    Answers(
            Question question,
            Snapshot snapshot,
            Instant at,
            Requested requested,
            Effects effects,
            Costing costing,
            Eligible eligible,
            Ranking ranking,
            Groups groups,
            Holdbacks holdbacks) {
        this.question = question;
        this.snapshot = snapshot;
        this.at = at;
        this.requested = requested;
        this.effects = effects;
        this.costing = costing;
        this.eligible = eligible;
        this.ranking = ranking;
        this.groups = groups;
        this.holdbacks = holdbacks;
        this.deciding = new Deciding(snapshot.catalog(), requested, eligible, ranking, groups);
    }

    Decision carried(Option target, List<Option> alternatives, List<Budget> tooTight) {
        var because = deciding.ofGoing(target, requested.missing(), holdbacks, tooTight);
        return new Decision(
                Verdict.to(target), because, alternatives, reasons(toldOf(target), tooTight), requestedCost());
    }

    /** @param later when it will go by itself, null where that is not known; asked only where nothing else tells */
    Decision overBudget(
            Option nearest, List<Budget> tooTight, @Nullable Instant freesUpAt, Supplier<@Nullable Instant> later) {
        if (freesUpAt != null && isWithinWait(holdbacks.until(freesUpAt))) {
            return defer(holdbacks.until(freesUpAt), Deciding.ofWaiting(holdbacks, tooTight), tooTight);
        }
        var because = Deciding.ofWaiting(holdbacks, tooTight);
        var goesAt = later.get();
        if (goesAt != null) {
            return defer(goesAt, because, tooTight);
        }
        var missing = new ArrayList<Reason>();
        holdbacks.fired().forEach(fired -> missing.add(Reason.of(fired)));
        tooTight.forEach(budget -> missing.add(Reason.of(budget)));
        return deny(new NearestMiss(missing, nearest.deployment().id()), because, tooTight);
    }

    /**
     * What stands in the way is not money alone; but what is told to be the nearest has to be paid as well.
     *
     * @param later as in {@link #overBudget}
     */
    Decision nothingToCarry(Headroom headroom, Supplier<@Nullable Instant> later) {
        var until = holdbacks.until(Instant.MIN);
        if (!holdbacks.isEmpty() && !eligible.set().isEmpty() && isWithinWait(until)) {
            return defer(until, Deciding.ofWaiting(holdbacks, List.of()), List.of());
        }
        var exclusions = new ArrayList<>(eligible.exclusions());
        if (!holdbacks.isEmpty()) {
            var notFree = costing.free().others();
            holdbacks.fired().forEach(fired -> exclusions.add(new Exclusion(Reason.of(fired), notFree)));
        }
        var anywhere = groups.all();
        var unpaid = new Unpaid(catalog(), costing, anywhere, headroom);
        var nearest = new Misses(catalog(), ranking, exclusions).nearest(anywhere);
        var tooTight = unpaid.tooTight(nearest.deployment());
        if (!tooTight.isEmpty()) { // where it can be paid, no budget makes another place nearer nor is enough by itself
            exclusions.addAll(unpaid.exclusions());
            nearest = new Misses(catalog(), ranking, exclusions).nearest(anywhere);
            tooTight = unpaid.tooTight(nearest.deployment());
        }
        var because = deciding.ofNothing(exclusions, nearest);
        var goesAt = later.get();
        return goesAt == null ? deny(nearest, because, tooTight) : defer(goesAt, because, tooTight);
    }

    private Decision defer(Instant until, Because because, List<Budget> tooTight) {
        return new Decision(
                new Verdict.Defer(until),
                because,
                List.of(),
                reasons(this::touchesWhatWasAskedFor, tooTight),
                requestedCost());
    }

    private Decision deny(NearestMiss nearest, Because because, List<Budget> tooTight) {
        return new Decision(
                new Verdict.Deny(nearest), because, List.of(), reasons(exclusion -> true, tooTight), requestedCost());
    }

    private boolean isWithinWait(Instant until) {
        return !until.equals(Instant.MAX)
                && Duration.between(at, until).compareTo(question.options().maxWait()) <= 0;
    }

    /** What the call would cost as asked, at the cheapest place that matches; null where nothing in particular was asked for. */
    private @Nullable Money requestedCost() {
        if (question.call().isAuto()) {
            return null;
        }
        var priced = requested.matching().and(catalog().priced(question.call().serviceTier()));
        var asAsked = Costing.asAsked(question.call(), snapshot.settings(), catalog());
        var cheapest = Ranking.byCost(asAsked, catalog()).first(1, priced, Money.MAX.nanos());
        return cheapest.isEmpty() ? null : new Money(asAsked.nanos(cheapest.getFirst()));
    }

    private boolean touchesWhatWasAskedFor(Exclusion exclusion) {
        return exclusion.excluded().meets(requested.matching());
    }

    /** That some place which could also have served has no price, or is not there yet, is no news to a call that goes as it was asked. */
    private Predicate<Exclusion> toldOf(Option target) {
        return exclusion -> touchesWhatWasAskedFor(exclusion)
                && !(target.step() == Option.Step.AS_ASKED && isNoNews(exclusion.reason()));
    }

    private static boolean isNoNews(Reason reason) {
        return reason.pack() == null
                && (reason.rule().equals(Eligible.UNPRICED) || reason.rule().equals(Eligible.PLACEHOLDER));
    }

    /**
     * Fired rules in order; then the house's own reasons, all of them on a denial, else those that touched what was asked for; then the
     * budgets that were too tight.
     */
    private List<Reason> reasons(Predicate<Exclusion> own, List<Budget> tooTight) {
        var fired = new TreeSet<Fired>(effects.enforced());
        fired.addAll(effects.observed());
        var reasons = new ArrayList<Reason>();
        fired.forEach(effect -> reasons.add(Reason.of(effect)));
        effects.failed().forEach(failure -> reasons.add(Reason.of(failure)));
        var missing = requested.missing();
        if (missing != null && catalog().size() > 0) {
            reasons.add(missing);
        }
        for (var exclusion : eligible.exclusions()) {
            if (exclusion.reason().pack() == null && own.test(exclusion)) {
                reasons.add(exclusion.reason());
            }
        }
        tooTight.forEach(budget -> reasons.add(Reason.of(budget)));
        return reasons;
    }

    /** How many deployments each reason excluded, and what was left after it. */
    Explanation explanation() {
        var steps = new ArrayList<Explanation.Step>();
        var left = catalog().all();
        for (var exclusion : eligible.exclusions()) {
            left = left.minus(exclusion.excluded());
            steps.add(new Explanation.Step(
                    exclusion.reason().rule(),
                    exclusion.reason().effect(),
                    exclusion.excluded().size(),
                    left.size()));
        }
        return new Explanation(catalog().size(), steps, eligible.set().size());
    }

    private CatalogIndex catalog() {
        return snapshot.catalog();
    }
}
