package dev.douane.rules.drl;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes trees down in one canonical way, places left out: two rules with the same text say the same. Reading the text of a rule gives a rule
 * with the same text.
 */
public final class RuleText {
    private RuleText() {}

    /** The whole rule, as an author would write it. */
    public static String of(RuleTree rule) {
        var text = new StringBuilder();
        text.append("rule ").append(quoted(rule.name())).append('\n');
        text.append("    @id(").append(quoted(rule.id())).append(")\n");
        text.append("    @reason(").append(quoted(rule.reason())).append(")\n");
        if (!rule.cites().isEmpty()) {
            text.append("    @cites(")
                    .append(quoted(String.join("; ", rule.cites())))
                    .append(")\n");
        }
        text.append("when\n");
        rule.when()
                .forEach(condition -> text.append("    ").append(of(condition)).append('\n'));
        text.append("then\n");
        rule.then().forEach(effect -> text.append("    ").append(of(effect)).append(";\n"));
        return text.append("end\n").toString();
    }

    /** {@code Data(classes contains "personal")}. */
    public static String of(Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern ->
                (pattern.binding() == null ? "" : pattern.binding() + " : ")
                        + pattern.fact().word()
                        + pattern.constraints().stream().map(RuleText::of).collect(Collectors.joining(", ", "(", ")"));
            case Condition.Not(var inner, var unused) -> "not " + inBrackets(inner);
            case Condition.Exists(var inner, var unused) -> "exists " + inBrackets(inner);
            case Condition.And(var parts, var unused) -> joined(parts, " and ");
            case Condition.Or(var parts, var unused) -> joined(parts, " or ");
        };
    }

    private static String joined(List<Condition> parts, String between) {
        return parts.stream().map(RuleText::of).collect(Collectors.joining(between, "(", ")"));
    }

    private static String inBrackets(Condition inner) {
        return inner instanceof Condition.Pattern || inner instanceof Condition.And || inner instanceof Condition.Or
                ? of(inner)
                : "(" + of(inner) + ")";
    }

    /** {@code usedFraction >= 0.8}. */
    public static String of(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Comparison(var left, var relation, var right, var unused) ->
                left.text() + " " + relation.sign() + " " + of(right);
            case Constraint.In(var left, var negated, var values, var unused) ->
                left.text()
                        + (negated ? " not in " : " in ")
                        + values.stream().map(RuleText::of).collect(Collectors.joining(", ", "(", ")"));
            case Constraint.Contains(var left, var negated, var right, var unused) ->
                left.text() + (negated ? " not contains " : " contains ") + of(right);
            case Constraint.MemberOf(var left, var negated, var right, var unused) ->
                left.text() + (negated ? " not memberOf " : " memberOf ") + of(right);
            case Constraint.StartsWith(var left, var right, var unused) ->
                left.text() + " str[startsWith] " + of(right);
            case Constraint.EndsWith(var left, var right, var unused) -> left.text() + " str[endsWith] " + of(right);
            case Constraint.AllOf(var parts, var unused) -> joinedConstraints(parts, " && ");
            case Constraint.AnyOf(var parts, var unused) -> joinedConstraints(parts, " || ");
            case Constraint.Negation(var inner, var unused) ->
                inner instanceof Constraint.AllOf || inner instanceof Constraint.AnyOf
                        ? "!" + of(inner)
                        : "!(" + of(inner) + ")";
            case Constraint.Binding(var variable, var field, var unused) -> variable + " : " + field.text();
        };
    }

    private static String joinedConstraints(List<Constraint> parts, String between) {
        return parts.stream().map(RuleText::of).collect(Collectors.joining(between, "(", ")"));
    }

    /** {@code "EEA"}, {@code 0.8}, {@code params.ceiling}. */
    public static String of(Operand operand) {
        return switch (operand) {
            case Operand.Text(var value, var unused) -> quoted(value);
            case Operand.Amount(var value, var unused) -> value.toPlainString();
            case Operand.Truth(var value, var unused) -> Boolean.toString(value);
            case Operand.Missing(var unused) -> "null";
            case Operand.Variable(var name, var ignored, var unused) -> name;
            case Operand.Field(var field, var unused) -> field.text();
            case Operand.Parameter(var name, var ignored, var unused) -> "params." + name;
        };
    }

    /** {@code decision.capTier("standard")}. */
    public static String of(EffectCall call) {
        return call.arguments().stream()
                .map(argument -> argument instanceof Operand.Amount(var value, var unused)
                                && call.effect().argument() == ArgumentType.MONEY
                        ? "\"" + value.toPlainString() + "\""
                        : of(argument))
                .collect(Collectors.joining(", ", "decision." + call.effect().name() + "(", ")"));
    }

    /** A text in quotes, with its quotes and backslashes escaped. */
    public static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
