package dev.douane.rules.decide;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.money.Money;
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
        this.question = question;
        this.facts = facts;
        this.snapshot = snapshot;
        this.at = at;
        this.requested = requested;
        this.effects = effects;
        this.costing = costing;
        this.eligible = eligible;
        this.ranking = ranking;
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
        return firstWithin(Money.MAX);
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
        var last = after == null ? -1 : positionOf(after);
        var passed = after == null;
        for (int group = 0; group < groupCount() && options.size() < wanted; group++) {
            var members = members(group, eligible.set());
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

    private int positionOf(Option option) {
        var found = new int[] {-1};
        catalog().deployment(option.deployment().id().value()).forEach(position -> found[0] = position);
        return found[0];
    }

    private Option option(int position, int group) {
        return new Option(
                catalog().at(position), step(group), new Money(costing.nanos(position)), costing.outputCap(position));
    }

    private CatalogIndex catalog() {
        return snapshot.catalog();
    }

    // --- groups: 0 as asked; 1 same model, 2 substitutes, 3 others of the tier; then lower tiers, nearest first

    private static final int AS_ASKED = 0;
    private static final int SAME_MODEL = 1;
    private static final int SUBSTITUTES = 2;
    private static final int SAME_TIER = 3;

    private int groupCount() {
        return requested.tier() == null
                ? SAME_TIER + 1
                : SAME_TIER + 1 + requested.tier().rank();
    }

    private static Option.Step step(int group) {
        if (group == AS_ASKED) {
            return Option.Step.AS_ASKED;
        }
        return group <= SAME_TIER ? Option.Step.REROUTE : Option.Step.DOWNGRADE;
    }

    private DeploymentSet members(int group, DeploymentSet from) {
        if (group == AS_ASKED) {
            return from.and(requested.matching());
        }
        var tier = requested.tier();
        var others = from.minus(requested.matching());
        if (tier == null) {
            return group == SAME_TIER && question.call().isAuto()
                    ? others
                    : catalog().none();
        }
        if (group > SAME_TIER) {
            var lower = catalog().catalog().tiers().ascending().get(tier.rank() - (group - SAME_TIER));
            return others.and(catalog().tier(lower));
        }
        var sameTier = others.and(catalog().tier(tier));
        return switch (group) {
            case SAME_MODEL -> sameTier.and(requested.sameModel());
            case SUBSTITUTES -> sameTier.minus(requested.sameModel()).and(substitutes());
            default -> sameTier.minus(requested.sameModel()).minus(substitutes());
        };
    }

    private DeploymentSet substitutes() {
        var declared = catalog().none();
        if (requested.model() != null) {
            for (var substitute : requested.model().substitutes()) {
                declared = declared.or(catalog().model(substitute));
            }
        }
        return declared;
    }

    // --- budgets

    /** Whether a rule holds the call back until a period ends. */
    private boolean isWaiting() {
        return effects.enforced().stream().anyMatch(fired -> fired.effect() instanceof Effect.DeferUntilPeriodEnd);
    }

    /**
     * Asks the budgets for the first option that every hard one can carry.
     *
     * @param exact the accounts the call touches with figures that hold until the answer is written
     */
    public Admission admit(List<Budget> exact) {
        var available = Money.MAX;
        for (var budget : exact) {
            if (budget.hard() && budget.left().compareTo(available) < 0) {
                available = budget.left();
            }
        }
        var option = firstWithin(available);
        if (option.isPresent()) {
            return new Admission.Carried(option.get());
        }
        var cheapest = cheapest();
        if (cheapest == null) {
            return new Admission.NothingToCarry();
        }
        var tightest = exact.stream()
                .filter(budget -> budget.hard() && !cheapest.fitsIn(budget.left()))
                .sorted(Comparator.comparing(Budget::name).thenComparing(Budget::scope))
                .toList();
        var freesUp = tightest.stream().allMatch(budget -> cheapest.fitsIn(budget.limit()))
                ? tightest.stream()
                        .map(Budget::periodEnd)
                        .max(Comparator.naturalOrder())
                        .orElse(null)
                : null;
        return new Admission.OverBudget(tightest, freesUp);
    }

    private @Nullable Money cheapest() {
        if (isWaiting()) {
            return null;
        }
        var found = Ranking.byCost(costing, catalog()).first(1, eligible.set(), Money.MAX.nanos());
        return found.isEmpty() ? null : new Money(costing.nanos(found.getFirst()));
    }

    // --- the answer

    /** What is answered once the budgets have spoken. */
    public Decision decide(Admission admission) {
        return switch (admission) {
            case Admission.Carried(var option) ->
                new Decision(Verdict.to(option), alternatives(option), reasons(false), requestedCost());
            case Admission.OverBudget(var tightest, var freesUpAt) -> overBudget(tightest, freesUpAt);
            case Admission.NothingToCarry() -> nothingToCarry();
        };
    }

    private Decision overBudget(List<Budget> tightest, @Nullable Instant freesUpAt) {
        var because = tightest.stream().map(Plan::budgetReason).toList();
        var reasons = new ArrayList<>(reasons(false));
        reasons.addAll(because);
        var cheapest = Ranking.byCost(costing, catalog()).first(1, eligible.set(), Money.MAX.nanos());
        var verdict = freesUpAt != null && isWithinWait(freesUpAt)
                ? new Verdict.Defer(freesUpAt)
                : new Verdict.Deny(new NearestMiss(
                        because,
                        cheapest.isEmpty()
                                ? null
                                : catalog().at(cheapest.getFirst()).id()));
        return new Decision(verdict, List.of(), reasons, requestedCost());
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

    private Decision nothingToCarry() {
        if (!isWaiting()) {
            var nearest = new Misses(catalog(), eligible.exclusions()).nearest(allGroups());
            return new Decision(new Verdict.Deny(nearest), List.of(), reasons(true), requestedCost());
        }
        var frees = waitUntil();
        if (frees != null && isWithinWait(frees) && !eligible.set().isEmpty()) {
            return new Decision(new Verdict.Defer(frees), List.of(), reasons(false), requestedCost());
        }
        var waiting = new ArrayList<>(eligible.exclusions());
        effects.enforced().stream()
                .filter(fired -> fired.effect() instanceof Effect.DeferUntilPeriodEnd)
                .forEach(fired ->
                        waiting.add(new Exclusion(Reason.of(fired), catalog().all())));
        var nearest = new Misses(catalog(), waiting).nearest(allGroups());
        return new Decision(new Verdict.Deny(nearest), List.of(), reasons(true), requestedCost());
    }

    private List<DeploymentSet> allGroups() {
        var groups = new ArrayList<DeploymentSet>();
        for (int group = 0; group < groupCount(); group++) {
            groups.add(members(group, catalog().all()));
        }
        return groups;
    }

    /** The latest of the ends that rules wait for; null where one of them is not known. */
    private @Nullable Instant waitUntil() {
        Instant latest = Instant.MIN;
        for (var fired : effects.enforced()) {
            if (fired.effect() instanceof Effect.DeferUntilPeriodEnd(var end)) {
                if (end == null) {
                    return null;
                }
                latest = end.isAfter(latest) ? end : latest;
            }
        }
        return latest;
    }

    private boolean isWithinWait(Instant until) {
        return !until.isAfter(at.plus(question.options().maxWait()));
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

    /** Fired rules in order, then the house's own reasons: all of them on a denial, else those that touched what was asked for. */
    private List<Reason> reasons(boolean denied) {
        var fired = new TreeSet<Fired>(effects.enforced());
        fired.addAll(effects.observed());
        var reasons = new ArrayList<Reason>();
        fired.forEach(effect -> reasons.add(Reason.of(effect)));
        for (var exclusion : eligible.exclusions()) {
            if (exclusion.reason().pack() == null
                    && (denied
                            || !exclusion.excluded().and(requested.matching()).isEmpty())) {
                reasons.add(exclusion.reason());
            }
        }
        return reasons;
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
