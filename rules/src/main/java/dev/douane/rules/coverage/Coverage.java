package dev.douane.rules.coverage;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import dev.douane.rules.pack.PackReport;
import dev.douane.rules.pack.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far a pack's scenarios go, rule by rule and condition by condition: modified condition/decision coverage, as tests of
 * software that must not fail are held to. A condition is covered where one case fires the rule because of it and another misses the rule
 * only because of it, so that a case comes out otherwise if it is dropped. As each case names exactly the rules that fire, it fails then.
 */
public final class Coverage {
    private final List<ScenarioResult> cases;
    private final SortedMap<String, ParameterValue> parameters;
    private final Work work;

    private Coverage(List<ScenarioResult> cases, SortedMap<String, ParameterValue> parameters, Work work) {
        this.cases = cases;
        this.parameters = parameters;
        this.work = work;
    }

    /**
     * @param rules the pack's rules, as the validator read them
     * @param parameters what each parameter was set to while the scenarios ran
     * @return one for each rule, in the order given
     */
    public static List<RuleCoverage> of(
            PackReport report, List<RuleTree> rules, SortedMap<String, ParameterValue> parameters) {
        return of(report, rules, parameters, Work.upTo(Limit.CONDITIONS_TRIED));
    }

    static List<RuleCoverage> of(
            PackReport report, List<RuleTree> rules, SortedMap<String, ParameterValue> parameters, Work work) {
        var firedBy = report.coverage();
        var coverage = new Coverage(report.results(), parameters, work);
        return rules.stream()
                .map(rule -> new RuleCoverage(
                        rule.id(), firedBy.getOrDefault(rule.id(), List.of()), coverage.conditions(rule)))
                .toList();
    }

    /** One condition, and what is known of it so far. */
    private static final class Asked {
        private final Object part;
        private final String text;
        private final Place place;
        private boolean fires;
        private boolean misses;

        Asked(Object part, String text, Place place) {
            this.part = part;
            this.text = text;
            this.place = place;
        }
    }

    private List<ConditionCoverage> conditions(RuleTree rule) {
        var conditions = new ArrayList<Asked>();
        rule.when().forEach(condition -> add(condition, conditions));
        var notTried = "";
        try {
            cases.forEach(each -> tryOn(rule, each, conditions));
        } catch (OverLimit e) {
            notTried = String.valueOf(e.getMessage());
        }
        var covered = new ArrayList<ConditionCoverage>();
        for (var each : conditions) {
            covered.add(new ConditionCoverage(each.text, each.place, each.fires, each.misses, notTried));
        }
        return covered;
    }

    private void tryOn(RuleTree rule, ScenarioResult result, List<Asked> conditions) {
        var open =
                conditions.stream().filter(each -> !each.fires || !each.misses).toList();
        if (open.isEmpty()) {
            return;
        }
        boolean fired = fires(rule, result, null);
        if (fired != result.fired().contains(rule.id())) {
            return; // the engine knows better, so nothing is claimed from this case
        }
        for (var each : open) {
            if (!(fired ? each.fires : each.misses) && dependsOn(each, rule, result, fired)) {
                each.fires |= fired;
                each.misses |= !fired;
            }
        }
    }

    private boolean dependsOn(Asked condition, RuleTree rule, ScenarioResult result, boolean fired) {
        return fires(rule, result, new Firing.Turned(condition.part, !fired)) != fired
                || fires(rule, result, new Firing.Turned(condition.part, fired)) != fired;
    }

    private boolean fires(RuleTree rule, ScenarioResult result, Firing.@Nullable Turned turned) {
        return new Firing(result.facts(), parameters, turned, work).of(rule);
    }

    private static void add(Condition condition, List<Asked> conditions) {
        switch (condition) {
            case Condition.Pattern pattern -> {
                if (asksWhetherThereIsOne(pattern)) {
                    conditions.add(new Asked(pattern, RuleText.of(pattern), pattern.place()));
                }
                pattern.constraints().forEach(constraint -> add(constraint, conditions));
            }
            case Condition.Not(var inner, var unused) -> add(inner, conditions);
            case Condition.Exists(var inner, var unused) -> add(inner, conditions);
            case Condition.And(var parts, var unused) -> parts.forEach(part -> add(part, conditions));
            case Condition.Or(var parts, var unused) -> parts.forEach(part -> add(part, conditions));
        }
    }

    /** {@code not Budget()}; what is bound cannot be left out. */
    private static boolean asksWhetherThereIsOne(Condition.Pattern pattern) {
        return !pattern.fact().isSingle()
                && pattern.binding() == null
                && pattern.constraints().isEmpty();
    }

    private static void add(Constraint constraint, List<Asked> conditions) {
        switch (constraint) {
            case Constraint.AllOf(var parts, var unused) -> parts.forEach(part -> add(part, conditions));
            case Constraint.AnyOf(var parts, var unused) -> parts.forEach(part -> add(part, conditions));
            case Constraint.Negation(var inner, var unused) -> add(inner, conditions);
            case Constraint.Binding unused -> {}
            case Constraint.Comparison ignored -> conditions.add(asked(constraint));
            case Constraint.In ignored -> conditions.add(asked(constraint));
            case Constraint.Contains ignored -> conditions.add(asked(constraint));
            case Constraint.MemberOf ignored -> conditions.add(asked(constraint));
            case Constraint.StartsWith ignored -> conditions.add(asked(constraint));
            case Constraint.EndsWith ignored -> conditions.add(asked(constraint));
        }
    }

    private static Asked asked(Constraint constraint) {
        return new Asked(constraint, RuleText.of(constraint), constraint.place());
    }
}
