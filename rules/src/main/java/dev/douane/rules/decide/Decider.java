package dev.douane.rules.decide;

import dev.douane.rules.call.Question;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import java.time.Instant;
import java.util.function.Function;

/** Plans one call. Same question, snapshot and time give the same plan: no clock, no I/O, no state. */
public final class Decider {
    /**
     * @param at the decision's time
     * @return always a plan; a rule that cannot be evaluated makes it one without options
     */
    public Plan plan(Question question, Snapshot snapshot, Instant at) {
        var facts = facts(question, snapshot, at);
        var rules = snapshot.rules().forCall(question.caller(), at);
        Classification classification;
        Facts classified;
        Effects said;
        try {
            classification = rules.classify(facts);
            classified = classified(facts, classification);
            said = rules.evaluate(classified);
        } catch (RuleFailure failure) {
            return failed(question, facts, snapshot, at, Effects.NONE, failure);
        }
        var effects = classification.effects().plus(said);
        var later = later(facts, question, at, moved -> enforced(question, moved, snapshot, at, rules));
        var plan = resolve(question, classified, snapshot, at, effects, later);
        return effects.isObserving()
                ? plan.shadowedBy(shadow(question, facts, snapshot, at, rules, classification, effects))
                : plan;
    }

    /** The same call with nothing moved but its budgets, which stand as they will at an instant. */
    private static Later later(Facts facts, Question question, Instant at, Function<Facts, Plan> plan) {
        return Later.of(
                at, question.options().maxWait(), facts.budgets(), later -> plan.apply(facts.withBudgetsAt(later)));
    }

    private static Plan enforced(Question question, Facts facts, Snapshot snapshot, Instant at, Rules rules) {
        try {
            var classification = rules.classify(facts);
            var classified = classified(facts, classification);
            var effects = classification.effects().plus(rules.evaluate(classified));
            return resolve(question, classified, snapshot, at, effects, Later.NEVER);
        } catch (RuleFailure failure) {
            return failed(question, facts, snapshot, at, Effects.NONE, failure);
        }
    }

    private static Plan withAllEnforced(Question question, Facts facts, Snapshot snapshot, Instant at, Rules rules) {
        try {
            var classification = rules.classify(facts);
            var enforcing = new Classification(classification.effects().asEnforced());
            var classified = classified(facts, enforcing);
            var effects = classification.effects().plus(rules.evaluate(classified));
            return resolveAllEnforced(question, classified, snapshot, at, effects, Later.NEVER);
        } catch (RuleFailure failure) {
            return failed(question, facts, snapshot, at, Effects.NONE, failure);
        }
    }

    private static Facts classified(Facts facts, Classification classification) {
        return classification.workloadClass().map(facts::classifiedAs).orElse(facts);
    }

    private static Plan resolve(
            Question question, Facts facts, Snapshot snapshot, Instant at, Effects effects, Later later) {
        try {
            var requested = Requested.of(question.call(), snapshot.catalog());
            var costing = Costing.of(question.call(), effects, snapshot.settings(), snapshot.catalog());
            var eligible = Eligible.of(question, requested, effects, costing, snapshot.catalog(), snapshot.outages());
            var ranking = Ranking.of(effects, costing, snapshot.catalog());
            return new Plan(question, facts, snapshot, at, requested, effects, costing, eligible, ranking, later);
        } catch (UnknownWord unknown) {
            return failed(
                    question,
                    facts,
                    snapshot,
                    at,
                    effects,
                    new RuleFailure(unknown.rule(), String.valueOf(unknown.getMessage()), unknown));
        }
    }

    /** The same call with everything observed enforced. Where that gives the work another class, the rules are asked again. */
    private static Shadow shadow(
            Question question,
            Facts facts,
            Snapshot snapshot,
            Instant at,
            Rules rules,
            Classification classification,
            Effects effects) {
        var enforcing = new Classification(classification.effects().asEnforced());
        var classified = classified(facts, enforcing);
        var said = effects;
        if (!enforcing.workloadClass().equals(classification.workloadClass())) {
            try {
                said = classification.effects().plus(rules.evaluate(classified));
            } catch (RuleFailure failure) {
                return new Shadow(
                        failed(question, classified, snapshot, at, Effects.NONE, failure), effects.observedRules());
            }
        }
        var because = effects.observedRules();
        because.addAll(said.observedRules());
        var later = later(facts, question, at, moved -> withAllEnforced(question, moved, snapshot, at, rules));
        return new Shadow(resolveAllEnforced(question, classified, snapshot, at, said, later), because);
    }

    private static Plan resolveAllEnforced(
            Question question, Facts facts, Snapshot snapshot, Instant at, Effects said, Later later) {
        if (said.failed().isEmpty()) {
            return resolve(question, facts, snapshot, at, said.asEnforced(), later);
        }
        var failure = new RuleFailure(said.failed().getFirst().rule(), "failed while observed");
        return failed(question, facts, snapshot, at, Effects.NONE, failure);
    }

    /** Rules see the call in the catalog's own words, so that no spelling is a way around one. */
    private static Facts facts(Question question, Snapshot snapshot, Instant at) {
        var data = question.data();
        return new Facts(
                snapshot.catalog().names().read(question.call()).call(),
                question.caller(),
                data.withSubjectGroups(snapshot.catalog().groups().groupsOf(data.subjectLocations())),
                question.workload(),
                snapshot.budgets().touching(question.caller(), at),
                snapshot.outages(),
                Value.UNKNOWN,
                Clock.at(at, snapshot.settings().zone()));
    }

    /** Fail closed: the call is denied in the name of the rule that could not be evaluated. */
    private static Plan failed(
            Question question, Facts facts, Snapshot snapshot, Instant at, Effects effects, RuleFailure failure) {
        var catalog = snapshot.catalog();
        var requested = Requested.of(question.call(), catalog);
        var costing = Costing.asAsked(question.call(), snapshot.settings(), catalog);
        var because = Reason.own(Reason.RULE_ERROR, "ruleError(" + failure.rule() + ")", failure.told());
        return new Plan(
                question,
                facts,
                snapshot,
                at,
                requested,
                effects,
                costing,
                Eligible.none(catalog, because),
                Ranking.byCost(costing, catalog),
                Later.NEVER);
    }
}
