package dev.douane.rules.lint;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.WordKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Values that mean something else here than where they are usually written (percents as whole numbers, and the dash of DMN tables), or nothing any
 * more (days of long ago).
 */
final class ValueCheck {
    /** Dates compare as text, and so do these. */
    private static final String LONG_PAST = "2020-01-01";

    private static final Set<String> FRACTIONS = Set.of("usedFraction", "elapsedFraction");

    /** Ten times the budget: whoever writes more means percents. */
    private static final BigDecimal FRACTION_MAX = BigDecimal.TEN;

    private final List<Finding> findings = new ArrayList<>();

    private ValueCheck() {}

    static List<Finding> check(List<RuleTree> rules) {
        var check = new ValueCheck();
        rules.forEach(rule -> rule.when().forEach(condition -> check.in(condition, rule)));
        return check.findings;
    }

    private void in(Condition condition, RuleTree rule) {
        switch (condition) {
            case Condition.Pattern pattern -> pattern.constraints().forEach(constraint -> in(constraint, rule));
            case Condition.Not not -> in(not.inner(), rule);
            case Condition.Exists exists -> in(exists.inner(), rule);
            case Condition.And and -> and.parts().forEach(part -> in(part, rule));
            case Condition.Or or -> or.parts().forEach(part -> in(part, rule));
        }
    }

    private void in(Constraint constraint, RuleTree rule) {
        switch (constraint) {
            case Constraint.Comparison comparison -> compared(comparison.left(), List.of(comparison.right()), rule);
            case Constraint.In in -> compared(in.left(), in.values(), rule);
            case Constraint.Contains contains -> compared(contains.left(), List.of(contains.right()), rule);
            case Constraint.StartsWith starts -> compared(starts.left(), List.of(starts.right()), rule);
            case Constraint.EndsWith ends -> compared(ends.left(), List.of(ends.right()), rule);
            case Constraint.AllOf all -> all.parts().forEach(part -> in(part, rule));
            case Constraint.AnyOf any -> any.parts().forEach(part -> in(part, rule));
            case Constraint.Negation negation -> in(negation.inner(), rule);
            case Constraint.MemberOf ignored -> {}
            case Constraint.Binding ignored -> {}
        }
    }

    private void compared(FieldRef field, List<Operand> values, RuleTree rule) {
        for (var value : values) {
            if (value instanceof Operand.Amount(var amount, var place)
                    && field.field().fact() == Fact.BUDGET
                    && FRACTIONS.contains(field.field().name())
                    && amount.compareTo(FRACTION_MAX) > 0) {
                findings.add(Finding.of(
                        LintCode.FRACTION_OVER_ONE,
                        place,
                        rule.id(),
                        "rule (%s) compares %s with %s, which is %s times the whole"
                                .formatted(rule.id(), field.text(), amount.toPlainString(), amount.toPlainString())));
            }
            if (value instanceof Operand.Text(var date, var place)
                    && field.field().words() == WordKind.DATE
                    && date.compareTo(LONG_PAST) < 0) {
                findings.add(Finding.of(
                        LintCode.DATE_LONG_PAST,
                        place,
                        rule.id(),
                        "rule (%s) compares %s with %s, long before any decision"
                                .formatted(rule.id(), field.text(), date)));
            }
            if (value instanceof Operand.Text(var text, var place)
                    && text.strip().equals("-")
                    && rule.place().file().startsWith("tables/")) {
                findings.add(Finding.of(
                        LintCode.DMN_DASH,
                        place,
                        rule.id(),
                        "row (%s) compares %s with the text (%s)".formatted(rule.id(), field.text(), text)));
            }
        }
    }
}
