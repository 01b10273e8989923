package dev.douane.rules.lint;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.WordKind;
import java.util.ArrayList;
import java.util.List;

/** Conditions that compare a model with one of its aliases: rules see ids, whatever a caller writes. */
final class NameCheck {
    private final Catalog catalog;
    private final List<Finding> findings = new ArrayList<>();

    private NameCheck(Catalog catalog) {
        this.catalog = catalog;
    }

    static List<Finding> check(List<RuleTree> rules, Catalog catalog) {
        var check = new NameCheck(catalog);
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
            case Constraint.AllOf all -> all.parts().forEach(part -> in(part, rule));
            case Constraint.AnyOf any -> any.parts().forEach(part -> in(part, rule));
            case Constraint.Negation negation -> in(negation.inner(), rule);
            case Constraint.Contains ignored -> {}
            case Constraint.MemberOf ignored -> {}
            case Constraint.StartsWith ignored -> {}
            case Constraint.EndsWith ignored -> {}
            case Constraint.Binding ignored -> {}
        }
    }

    private void compared(FieldRef field, List<Operand> values, RuleTree rule) {
        if (field.field().words() != WordKind.MODEL) {
            return;
        }
        for (var value : values) {
            if (value instanceof Operand.Text(var name, var place)) {
                catalog.model(name)
                        .filter(model -> !model.id().value().equals(name))
                        .ifPresent(model -> findings.add(Finding.of(
                                LintCode.ALIAS_IN_CONDITION,
                                place,
                                rule.id(),
                                "(%s) in rule (%s) is an alias of %s, which is what the rule sees"
                                        .formatted(name, rule.id(), model.id()))));
            }
        }
    }
}
