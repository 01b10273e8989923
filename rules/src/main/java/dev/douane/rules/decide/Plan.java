package dev.douane.rules.decide;

import dev.douane.rules.call.Question;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything the rules and the catalog have to say about one call, before the ledger is asked: the options in order, and the reasons.
 *
 * <p>The order: what was asked for; the same model elsewhere in its tier; declared substitutes of that tier; others of that tier; then
 * lower tiers, the nearest first. Inside a group: rule preferences, cost, id. Options are worked out when asked for, since the first
 * mostly serves. A value: nothing is remembered of what was asked; what is worth keeping is an {@link Ahead} of its own.
 */
public final class Plan {
    private static final int ALTERNATIVES = 3;

    private final Question question;
    private final Facts facts;
    private final Snapshot snapshot;
    private final Instant at;
    private final Effects effects;
    private final Holdbacks holdbacks;
    private final Ladder ladder;
    private final Answers answers;
    private final Later later;
    private final @Nullable Shadow shadow;

    Plan(
            Question question,
            Facts facts,
            Snapshot snapshot,
            Instant at,
            Requested requested,
            Effects effects,
            Costing costing,
            Eligible eligible,
            Ranking ranking,
            Later later) {
        this.question = question;
        this.facts = facts;
        this.snapshot = snapshot;
        this.at = at;
        this.effects = effects;
        this.holdbacks = Holdbacks.of(effects);
        var groups = new Groups(requested, question.call().isAuto(), snapshot.catalog());
        this.ladder = new Ladder(snapshot.catalog(), eligible.set(), groups, ranking, costing);
        this.answers =
                new Answers(question, snapshot, at, requested, effects, costing, eligible, ranking, groups, holdbacks);
        this.later = later;
        this.shadow = null;
    }

    private Plan(Plan plan, Shadow shadow) {
        this.question = plan.question;
        this.facts = plan.facts;
        this.snapshot = plan.snapshot;
        this.at = plan.at;
        this.effects = plan.effects;
        this.holdbacks = plan.holdbacks;
        this.ladder = plan.ladder;
        this.answers = plan.answers;
        this.later = plan.later;
        this.shadow = shadow;
    }

    /** The same plan, which also knows what would have been. */
    Plan shadowedBy(Shadow wouldBe) {
        return new Plan(this, wouldBe);
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

    /** The first option, if there is any; where a rule holds the call back, the first that costs nothing. */
    public Optional<Option> best() {
        return Optional.ofNullable(holdbacks.isEmpty() ? ladder.best() : ladder.first(Money.ZERO, option -> true));
    }

    /** All options in order; for tests and tools, since a catalog of thousands makes a long list. */
    public List<Option> options() {
        return ladder.all(holdbacks.isEmpty() ? Money.MAX : Money.ZERO);
    }

    /** Up to three options after {@code target} that money held for it serves too. */
    public List<Option> alternatives(Option target, Headroom headroom) {
        return ladder.after(target, ALTERNATIVES, target.estimate(), option -> headroom.covers(target, option));
    }

    /**
     * Works out now what is decided if the budgets carry the first option, as they mostly do, and every alternative with it, so that
     * {@link #decide} need not while others wait for it. Where there is no option, when the rules let a patient caller go.
     */
    public Ahead ahead() {
        return best().map(option -> Ahead.carried(
                        option, answers.carried(option, alternatives(option, Headroom.BOTTOMLESS), List.of())))
                .orElseGet(() -> Ahead.waiting(later.byRules()));
    }

    /** Asks the budgets for the first option that every hard one carries. */
    public Admission admit(Headroom headroom) {
        var admitting = new Admitting(ladder, headroom);
        return best().map(admitting::first)
                .orElseGet(() -> holdbacks.isEmpty() ? new Admission.NothingToCarry() : admitting.held());
    }

    /**
     * What is answered once the budgets have spoken.
     *
     * @param admission what {@link #admit} said of {@code headroom}
     * @param headroom the same, or one of the same figures: what would have been, and what a denied call came nearest to, is held against it too
     * @param ahead of this plan: it saves time where it holds, and changes nothing
     */
    public Decided decide(Admission admission, Headroom headroom, Ahead ahead) {
        var holds = ahead.holds(admission, headroom);
        var decision = holds.orElseGet(() -> answer(admission, headroom, ahead));
        return shadow == null
                ? new Decided(decision, holds.isPresent())
                : new Decided(decision.wouldHave(shadow.under(headroom)), false);
    }

    /** The same with nothing worked out ahead. */
    public Decision decide(Admission admission, Headroom headroom) {
        return decide(admission, headroom, Ahead.NOTHING).decision();
    }

    /** Without what would have been. */
    Decision answer(Admission admission, Headroom headroom, Ahead ahead) {
        return switch (admission) {
            case Admission.Carried(var option, var tooTight) ->
                answers.carried(option, alternatives(option, headroom), tooTight);
            case Admission.OverBudget(var nearest, var tightest, var freesUpAt) ->
                answers.overBudget(nearest, tightest, freesUpAt, () -> later.earliest(headroom, ahead.byRules()));
            case Admission.NothingToCarry() ->
                answers.nothingToCarry(headroom, () -> later.earliest(headroom, ahead.byRules()));
        };
    }

    /**
     * Whether the budgets carry some option at a later time, as far as is known now.
     *
     * @param at for which this is the plan
     */
    boolean isCarriedAt(Instant at, Headroom headroom) {
        return ladder.first(holdbacks.isEmpty() ? Money.MAX : Money.ZERO, option -> frees(option, at, headroom))
                != null;
    }

    private static boolean frees(Option option, Instant by, Headroom headroom) {
        if (option.estimate().isZero()) {
            return true;
        }
        var tooTight = headroom.tooTight(option);
        return tooTight.isEmpty()
                || headroom.freesUpAt(option, tooTight)
                        .filter(at -> !at.isAfter(by))
                        .isPresent();
    }

    /** How many deployments each reason excluded, and what was left after it. */
    public Explanation explanation() {
        return answers.explanation();
    }
}
