package dev.douane.rules.lint;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Parameters that nothing depends on. */
final class ParameterCheck {
    private static final Place MANIFEST = new Place("pack.yaml", 0, 0);

    private ParameterCheck() {}

    static List<Finding> check(LintSubject subject) {
        var unused = new TreeSet<>(subject.parameters().keySet());
        subject.rules().forEach(rule -> {
            operands(rule).forEach(operand -> {
                if (operand instanceof Operand.Parameter(var name, var ignored, var place)) {
                    unused.remove(name);
                }
            });
            unused.removeIf(name -> rule.reason().contains("{" + name + "}"));
        });
        return unused.stream()
                .map(name -> Finding.of(
                        LintCode.UNUSED_PARAMETER,
                        subject.declared().getOrDefault(name, MANIFEST),
                        "",
                        "parameter (%s) is used by no rule".formatted(name)))
                .toList();
    }

    private static Stream<Operand> operands(RuleTree rule) {
        return Stream.concat(
                rule.when().stream().flatMap(ParameterCheck::operands),
                rule.then().stream().flatMap(effect -> effect.arguments().stream()));
    }

    private static Stream<Operand> operands(Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern -> pattern.constraints().stream().flatMap(ParameterCheck::operands);
            case Condition.Not(var inner, var unused) -> operands(inner);
            case Condition.Exists(var inner, var unused) -> operands(inner);
            case Condition.And(var parts, var unused) -> parts.stream().flatMap(ParameterCheck::operands);
            case Condition.Or(var parts, var unused) -> parts.stream().flatMap(ParameterCheck::operands);
        };
    }

    private static Stream<Operand> operands(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Comparison comparison -> Stream.of(comparison.right());
            case Constraint.In in -> in.values().stream();
            case Constraint.Contains contains -> Stream.of(contains.right());
            case Constraint.MemberOf member -> Stream.of(member.right());
            case Constraint.StartsWith starts -> Stream.of(starts.right());
            case Constraint.EndsWith ends -> Stream.of(ends.right());
            case Constraint.AllOf(var parts, var unused) -> parts.stream().flatMap(ParameterCheck::operands);
            case Constraint.AnyOf(var parts, var unused) -> parts.stream().flatMap(ParameterCheck::operands);
            case Constraint.Negation(var inner, var unused) -> operands(inner);
            case Constraint.Binding unused -> Stream.empty();
        };
    }
}
