package dev.douane.rules.decide;

import dev.douane.rules.call.Question;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import java.time.Instant;

/** Plans one call. Same question, snapshot and time give the same plan: no clock, no I/O, no state. */
public final class Decider {
    /**
     * @param at the decision's time
     * @return always a plan; a rule that cannot be evaluated makes it one without options
     */
    public Plan plan(Question question, Snapshot snapshot, Instant at) {
        var facts = facts(question, snapshot, at);
        var requested = Requested.of(question.call(), snapshot.catalog());
        var effects = Effects.NONE;
        try {
            var classification = snapshot.rules().classify(facts);
            facts = classification.workloadClass().map(facts::classifiedAs).orElse(facts);
            effects = classification.effects().plus(snapshot.rules().evaluate(facts));
            var costing = Costing.of(question.call(), effects, snapshot.settings(), snapshot.catalog());
            var eligible = Eligible.of(question, requested, effects, costing, snapshot.catalog(), snapshot.outages());
            var ranking = Ranking.of(effects, costing, snapshot.catalog());
            return new Plan(question, facts, snapshot, at, requested, effects, costing, eligible, ranking);
        } catch (RuleFailure failure) {
            return failed(question, facts, snapshot, at, requested, Effects.NONE, failure);
        } catch (UnknownWord unknown) {
            return failed(
                    question,
                    facts,
                    snapshot,
                    at,
                    requested,
                    effects,
                    new RuleFailure(unknown.rule(), String.valueOf(unknown.getMessage()), unknown));
        }
    }

    private static Facts facts(Question question, Snapshot snapshot, Instant at) {
        var data = question.data();
        return new Facts(
                question.call(),
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
            Question question,
            Facts facts,
            Snapshot snapshot,
            Instant at,
            Requested requested,
            Effects effects,
            RuleFailure failure) {
        var catalog = snapshot.catalog();
        var costing = Costing.asAsked(question.call(), snapshot.settings(), catalog);
        var because = Reason.own(
                Plan.RULE_ERROR,
                "ruleError(" + failure.rule() + ")",
                "Rule " + failure.rule() + " could not be evaluated, so the call is denied.");
        return new Plan(
                question,
                facts,
                snapshot,
                at,
                requested,
                effects,
                costing,
                Eligible.none(catalog, because),
                Ranking.byCost(costing, catalog));
    }
}
