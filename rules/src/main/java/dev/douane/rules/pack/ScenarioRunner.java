package dev.douane.rules.pack;

import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.decide.Reason;
import dev.douane.rules.decide.Rules;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs scenarios the way calls are decided: the real rules, the real decider, an exact budget for a ledger. */
final class ScenarioRunner {
    private static final RulesetRef RULESET = new RulesetRef(1, "sha256:" + "0".repeat(64));

    /** Thousands of rules may have fired, in each of thousands of cases. */
    private static final int MISMATCH_CHARS = 2_000;

    private final Decider decider = new Decider();
    private final Rules rules;

    ScenarioRunner(Rules rules) {
        this.rules = rules;
    }

    /** Figures that no call has are a case that fails, as what cannot be counted is never as expected. */
    ScenarioResult run(Scenario scenario) {
        try {
            return decided(scenario);
        } catch (ArithmeticException | DateTimeException e) {
            return new ScenarioResult(
                    scenario,
                    List.of("a figure or a time of the case is larger than can be counted: " + e.getMessage()),
                    Collections.emptySortedSet(),
                    facts(scenario),
                    false);
        }
    }

    private ScenarioResult decided(Scenario scenario) {
        var snapshot = new Snapshot(
                RULESET,
                rules,
                Settings.DEFAULT,
                scenario.catalog(),
                scenario.outages(),
                (caller, at) -> scenario.budgets());
        var plan = decider.plan(scenario.question(), snapshot, scenario.at());
        var headroom = Headroom.of(scenario.budgets());
        var decision = plan.decide(plan.admit(headroom), headroom);
        var fired = ids(plan.effects().enforced());
        return new ScenarioResult(
                scenario,
                mismatches(scenario.expected(), plan, decision, fired),
                fired,
                plan.facts(),
                decision.reasons().stream().noneMatch(reason -> reason.rule().equals(Reason.RULE_ERROR)));
    }

    private static Facts facts(Scenario scenario) {
        var question = scenario.question();
        return new Facts(
                question.call(),
                question.caller(),
                question.data(),
                question.workload(),
                scenario.budgets(),
                scenario.outages(),
                Value.UNKNOWN,
                Clock.at(scenario.at(), Settings.DEFAULT.zone()));
    }

    private static List<String> mismatches(
            Expectation expected, Plan plan, Decision decision, SortedSet<String> fired) {
        var found = new ArrayList<String>();
        decision.reasons().stream()
                .filter(reason -> reason.rule().equals(Reason.RULE_ERROR))
                .forEach(reason -> found.add(reason.message()));
        var target = decision.verdict().target();
        compare("verdict", expected.verdict(), decision.verdict().word(), found);
        if (expected.deployment() != null) {
            var deployment = target == null ? null : target.deployment().id().value();
            compare("deployment", expected.deployment(), deployment, found);
        }
        compare("because", expected.because(), fired, found);
        if (expected.workloadClass() != null) {
            compare(
                    "workloadClass",
                    expected.workloadClass(),
                    plan.facts().workload().workloadClass(),
                    found);
        }
        if (expected.maxOutputTokens() != null) {
            compare("maxOutputTokens", expected.maxOutputTokens(), obligation(plan, decision), found);
        }
        if (expected.flags() != null) {
            compare("flags", expected.flags(), flags(plan), found);
        }
        if (expected.effects() != null) {
            compare("effects", expected.effects(), effects(plan), found);
        }
        return found;
    }

    private static void compare(String what, Object expected, @Nullable Object got, List<String> found) {
        if (!expected.equals(got)) {
            var said = "%s should be %s but is %s".formatted(what, expected, got == null ? "nothing" : got);
            found.add(said.length() > MISMATCH_CHARS ? said.substring(0, MISMATCH_CHARS) + "…" : said);
        }
    }

    /** The target's output cap where it is not what the call itself asked for; null where the gateway is obliged to nothing. */
    private static @Nullable Integer obligation(Plan plan, Decision decision) {
        var target = decision.verdict().target();
        if (target == null) {
            return null;
        }
        Integer asked = plan.question().call().maxOutputTokens();
        return asked != null && asked == target.maxOutputTokens() ? null : Integer.valueOf(target.maxOutputTokens());
    }

    private static SortedSet<String> ids(List<Fired> fired) {
        return fired.stream().map(each -> each.rule().id()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> flags(Plan plan) {
        var flags = new TreeSet<String>();
        for (var fired : plan.effects().enforced()) {
            if (fired.effect() instanceof Effect.Flag(var mark)) {
                flags.add(mark);
            }
        }
        return flags;
    }

    private static SortedSet<String> effects(Plan plan) {
        return plan.effects().enforced().stream()
                .map(fired -> fired.effect().describe())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
