package dev.douane.rules.decide;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything the rules and the catalog have to say about one call, before the ledger is asked: the options in order, and the reasons.
 *
 * <p>The order: what was asked for; the same model elsewhere in its tier; declared substitutes of that tier; others of that tier; then
 * lower tiers, the nearest first. Inside a group: rule preferences, cost, id. Options are worked out when asked for, since the first
 * mostly serves. May be handed from thread to thread, one at a time.
 */
public final class Plan {
    /** The reason of a call that is denied because a rule could not be evaluated. */
    public static final String RULE_ERROR = "rule-error";

    /** The reason of a call that its budgets do not carry. */
    public static final String BUDGET = "budget";

    private static final int ALTERNATIVES = 3;

    private final Question question;
    private final Facts facts;
    private final Snapshot snapshot;
    private final Instant at;
    private final Requested requested;
    private final Effects effects;
    private final Costing costing;
    private final Eligible eligible;
    private final Ranking ranking;
    private final Groups groups;
    private final List<Fired> holdbacks;
    private final @Nullable Shadow shadow;
    private boolean bestIsKnown;
    private @Nullable Option best;
    private @Nullable Decision foreseen;

    Plan(
            Question question,
            Facts facts,
            Snapshot snapshot,
            Instant at,
            Requested requested,
            Effects effects,
            Costing costing,
            Eligible eligible,
            Ranking ranking) {
        this(question, facts, snapshot, at, requested, effects, costing, eligible, ranking, null);
    }

    private Plan(
            Question question,
            Facts facts,
            Snapshot snapshot,
            Instant at,
            Requested requested,
            Effects effects,
            Costing costing,
            Eligible eligible,
            Ranking ranking,
            @Nullable Shadow shadow) {
        this.question = question;
        this.facts = facts;
        this.snapshot = snapshot;
        this.at = at;
        this.requested = requested;
        this.effects = effects;
        this.costing = costing;
        this.eligible = eligible;
        this.ranking = ranking;
        this.groups = new Groups(requested, question.call().isAuto(), snapshot.catalog());
        this.holdbacks = holdbacks(effects);
        this.shadow = shadow;
    }

    /** The same plan, which also knows what would have been. */
    Plan shadowedBy(Shadow wouldBe) {
        return new Plan(question, facts, snapshot, at, requested, effects, costing, eligible, ranking, wouldBe);
    }

    public Question question() {
        return question;
    }

    /** What the rules saw. */
    public Facts facts() {
        return facts;
    }

    /** What the decision was made from. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The decision's time. */
    public Instant at() {
        return at;
    }

    public Effects effects() {
        return effects;
    }

    /** The first option, if there is any. */
    public Optional<Option> best() {
        if (!bestIsKnown) {
            best = firstWithin(Money.MAX).orElse(null);
            bestIsKnown = true;
        }
        return Optional.ofNullable(best);
    }

    /**
     * Works out now what is decided if the budgets carry the first option, as they mostly do, so that {@link #decide} need not while others
     * wait for it.
     *
     * @return that decision, without what would have been; empty where there is no option
     */
    public Optional<Decision> foresee() {
        if (foreseen == null) {
            foreseen =
                    best().map(option -> decide(new Admission.Carried(option))).orElse(null);
        }
        return Optional.ofNullable(foreseen);
    }

    /** The first option whose estimate is at most {@code most}. */
    public Optional<Option> firstWithin(Money most) {
        if (isWaiting()) {
            return Optional.empty();
        }
        var found = options(1, most, null);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** Up to three options after {@code target} whose estimate fits in the target's, so that a hold for it covers them. */
    public List<Option> alternatives(Option target) {
        return options(ALTERNATIVES, target.estimate(), target);
    }

    /** All options in order; for tests and tools, since a catalog of thousands makes a long list. */
    public List<Option> options() {
        return isWaiting() ? List.of() : options(catalog().size(), Money.MAX, null);
    }

    private List<Option> options(int wanted, Money most, @Nullable Option after) {
        var options = new ArrayList<Option>(Math.min(wanted, 8));
        var last = after == null ? -1 : catalog().position(after.deployment().id());
        var passed = after == null;
        for (int group = 0; group < groups.count() && options.size() < wanted; group++) {
            var members = groups.members(group, eligible.set());
            if (passed) {
                add(ranking.first(wanted - options.size(), members, most.nanos()), group, options);
            } else if (members.contains(last)) {
                add(following(last, wanted, members, most), group, options);
                passed = true;
            }
        }
        return options;
    }

    private void add(List<Integer> positions, int group, List<Option> options) {
        positions.forEach(position -> options.add(option(position, group)));
    }

    /** Those of a group after one of its members, which mostly is its first. */
    private List<Integer> following(int last, int wanted, DeploymentSet members, Money most) {
        var found = ranking.first(wanted + 1, members, most.nanos());
        var place = found.indexOf(last);
        if (place != 0) {
            found = ranking.first(members.size(), members, most.nanos());
            place = found.indexOf(last);
        }
        return found.subList(place + 1, Math.min(place + 1 + wanted, found.size()));
    }

    private Option option(int position, int group) {
        return new Option(
                catalog().at(position),
                Groups.step(group),
                new Money(costing.nanos(position)),
                costing.outputCap(position));
    }

    private CatalogIndex catalog() {
        return snapshot.catalog();
    }

    // --- budgets

    private static List<Fired> holdbacks(Effects effects) {
        var found = new ArrayList<Fired>(0);
        for (var fired : effects.enforced()) {
            if (fired.effect() instanceof Effect.DeferUntilPeriodEnd) {
                found.add(fired);
            }
        }
        return found;
    }

    /** Whether a rule holds the call back until a period ends. */
    private boolean isWaiting() {
        return !holdbacks.isEmpty();
    }

    /**
     * Asks the budgets for the first option that every hard one can carry.
     *
     * @param exact the accounts the call touches with figures that hold until the answer is written
     */
    public Admission admit(List<Budget> exact) {
        var best = best();
        if (best.isPresent()) {
            var available = available(exact);
            if (best.get().estimate().fitsIn(available)) {
                return new Admission.Carried(best.get());
            }
            var option = firstWithin(available);
            if (option.isPresent()) {
                return new Admission.Carried(option.get(), tooTight(best.get().estimate(), exact));
            }
        }
        var cheapest = cheapest();
        if (cheapest == null) {
            return new Admission.NothingToCarry();
        }
        var most = new Money(costing.nanos(cheapest));
        var tightest = tooTight(most, exact);
        if (tightest.isEmpty()) {
            return new Admission.NothingToCarry();
        }
        var freesUp = tightest.stream().allMatch(budget -> most.fitsIn(budget.limit()))
                ? tightest.stream()
                        .map(Budget::periodEnd)
                        .max(Comparator.naturalOrder())
                        .orElse(null)
                : null;
        return new Admission.OverBudget(tightest, freesUp);
    }

    /** What the tightest hard budget has left. */
    private static Money available(List<Budget> exact) {
        var available = Money.MAX;
        for (var budget : exact) {
            if (budget.hard() && budget.left().compareTo(available) < 0) {
                available = budget.left();
            }
        }
        return available;
    }

    private static List<Budget> tooTight(Money estimate, List<Budget> exact) {
        return exact.stream()
                .filter(budget -> budget.hard() && !estimate.fitsIn(budget.left()))
                .sorted(Comparator.comparing(Budget::name).thenComparing(Budget::scope))
                .toList();
    }

    /** The position of the cheapest eligible deployment. */
    private @Nullable Integer cheapest() {
        var found = Ranking.byCost(costing, catalog()).first(1, eligible.set(), Money.MAX.nanos());
        return found.isEmpty() ? null : found.getFirst();
    }

    // --- the answer

    /**
     * What is answered once the budgets have spoken.
     *
     * @param admission what {@link #admit} said of {@code exact}
     * @param exact the same figures: what would have been is held against them too
     */
    public Decision decide(Admission admission, List<Budget> exact) {
        var decision = decide(admission);
        return shadow == null
                ? decision
                : decision.wouldHave(new WouldHave(
                        shadow.plan().decide(shadow.plan().admit(exact)).verdict(), shadow.because()));
    }

    private Decision decide(Admission admission) {
        var known = foreseen;
        if (known != null
                && admission instanceof Admission.Carried(var option, var tooTight)
                && tooTight.isEmpty()
                && option.equals(best)) {
            return known;
        }
        return switch (admission) {
            case Admission.Carried(var option, var tooTight) ->
                new Decision(Verdict.to(option), alternatives(option), reasons(false, tooTight), requestedCost());
            case Admission.OverBudget(var tightest, var freesUpAt) -> overBudget(tightest, freesUpAt);
            case Admission.NothingToCarry() -> nothingToCarry();
        };
    }

    private Decision overBudget(List<Budget> tightest, @Nullable Instant freesUpAt) {
        if (freesUpAt != null && isWithinWait(waitUntil(freesUpAt))) {
            return defer(waitUntil(freesUpAt), tightest);
        }
        var because = new ArrayList<Reason>();
        holdbacks.forEach(fired -> because.add(Reason.of(fired)));
        tightest.forEach(budget -> because.add(budgetReason(budget)));
        var cheapest = cheapest();
        return deny(
                new NearestMiss(
                        because,
                        cheapest == null ? null : catalog().at(cheapest).id()),
                tightest);
    }

    private Decision nothingToCarry() {
        if (isWaiting() && !eligible.set().isEmpty() && isWithinWait(waitUntil(Instant.MIN))) {
            return defer(waitUntil(Instant.MIN), List.of());
        }
        var exclusions = new ArrayList<>(eligible.exclusions());
        holdbacks.forEach(fired ->
                exclusions.add(new Exclusion(Reason.of(fired), catalog().all())));
        return deny(new Misses(catalog(), ranking, exclusions).nearest(groups.all()), List.of());
    }

    private Decision defer(Instant until, List<Budget> tooTight) {
        return new Decision(new Verdict.Defer(until), List.of(), reasons(false, tooTight), requestedCost());
    }

    private Decision deny(NearestMiss nearest, List<Budget> tooTight) {
        return new Decision(new Verdict.Deny(nearest), List.of(), reasons(true, tooTight), requestedCost());
    }

    /** The latest of an instant and the ends that rules wait for; never, where one of them is not known. */
    private Instant waitUntil(Instant atLeast) {
        var latest = atLeast;
        for (var fired : holdbacks) {
            if (fired.effect() instanceof Effect.DeferUntilPeriodEnd(var end)) {
                if (end == null) {
                    return Instant.MAX;
                }
                latest = end.isAfter(latest) ? end : latest;
            }
        }
        return latest;
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

    /**
     * Fired rules in order, then the house's own reasons, all of them on a denial, else those that touched what was asked for; then the
     * budgets that were too tight.
     */
    private List<Reason> reasons(boolean denied, List<Budget> tooTight) {
        var fired = new TreeSet<Fired>(effects.enforced());
        fired.addAll(effects.observed());
        var reasons = new ArrayList<Reason>();
        fired.forEach(effect -> reasons.add(Reason.of(effect)));
        effects.failed().forEach(failure -> reasons.add(Reason.of(failure)));
        var missing = requested.missing(question.call());
        if (missing != null && catalog().size() > 0) {
            reasons.add(missing);
        }
        for (var exclusion : eligible.exclusions()) {
            if (exclusion.reason().pack() == null
                    && (denied || exclusion.excluded().meets(requested.matching()))) {
                reasons.add(exclusion.reason());
            }
        }
        tooTight.forEach(budget -> reasons.add(budgetReason(budget)));
        return reasons;
    }

    private static Reason budgetReason(Budget budget) {
        return Reason.own(
                BUDGET,
                "budget(" + budget.name() + ")",
                "Budget %s (%s) has %s of %s left until %s."
                        .formatted(
                                budget.name(),
                                budget.scope(),
                                budget.left().toDecimal(2),
                                budget.limit().toDecimal(2),
                                budget.periodEnd()));
    }

    /** How many deployments each reason excluded, and what was left after it. */
    public Explanation explanation() {
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
}
