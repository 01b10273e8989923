package dev.douane.rules.coverage;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.Relation;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.pack.PackReport;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far a pack's scenarios go, rule by rule.
 *
 * <p>A condition counts as pinned down where a case stands exactly on its limit, or cases stand on both sides of it. What is compared with a
 * variable or another field has no limit that a case could stand on, and is left out.
 */
public final class Coverage {
    private final List<Facts> seen;
    private final SortedMap<String, ParameterValue> parameters;

    private Coverage(List<Facts> seen, SortedMap<String, ParameterValue> parameters) {
        this.seen = seen;
        this.parameters = parameters;
    }

    /**
     * @param rules the pack's rules, as the gate read them
     * @param parameters what each parameter was set to while the scenarios ran
     * @return one for each rule, in the order given
     */
    public static List<RuleCoverage> of(
            PackReport report, List<RuleTree> rules, SortedMap<String, ParameterValue> parameters) {
        var firedBy = report.coverage();
        var coverage = new Coverage(
                report.results().stream().map(result -> result.facts()).toList(), parameters);
        return rules.stream()
                .map(rule -> new RuleCoverage(
                        rule.id(), firedBy.getOrDefault(rule.id(), List.of()), coverage.boundaries(rule)))
                .toList();
    }

    private List<Boundary> boundaries(RuleTree rule) {
        var boundaries = new ArrayList<Boundary>();
        rule.when().forEach(condition -> add(condition, boundaries));
        return boundaries;
    }

    private void add(Condition condition, List<Boundary> boundaries) {
        switch (condition) {
            case Condition.Pattern pattern -> pattern.constraints().forEach(constraint -> add(constraint, boundaries));
            case Condition.Not(var inner, var unused) -> add(inner, boundaries);
            case Condition.Exists(var inner, var unused) -> add(inner, boundaries);
            case Condition.And(var parts, var unused) -> parts.forEach(part -> add(part, boundaries));
            case Condition.Or(var parts, var unused) -> parts.forEach(part -> add(part, boundaries));
        }
    }

    private void add(Constraint constraint, List<Boundary> boundaries) {
        switch (constraint) {
            case Constraint.Comparison comparison -> comparison(comparison).ifPresent(boundaries::add);
            case Constraint.In(var left, var unused, var values, var place) ->
                words(values)
                        .ifPresent(words -> boundaries.add(sides(
                                RuleText.of(constraint), place, left, value -> words.contains(value.toString()))));
            case Constraint.Contains(var left, var unused, var right, var place) ->
                words(List.of(right))
                        .ifPresent(words -> boundaries.add(sides(
                                RuleText.of(constraint),
                                place,
                                left,
                                value -> value instanceof Collection<?> set
                                        && words.stream().anyMatch(set::contains))));
            case Constraint.MemberOf(var left, var unused, var right, var place) ->
                words(List.of(right))
                        .ifPresent(words -> boundaries.add(sides(
                                RuleText.of(constraint), place, left, value -> words.contains(value.toString()))));
            case Constraint.StartsWith(var left, var right, var place) ->
                words(List.of(right))
                        .ifPresent(words -> boundaries.add(sides(
                                RuleText.of(constraint),
                                place,
                                left,
                                value -> words.stream().anyMatch(value.toString()::startsWith))));
            case Constraint.EndsWith(var left, var right, var place) ->
                words(List.of(right))
                        .ifPresent(words -> boundaries.add(sides(
                                RuleText.of(constraint),
                                place,
                                left,
                                value -> words.stream().anyMatch(value.toString()::endsWith))));
            case Constraint.AllOf(var parts, var unused) -> parts.forEach(part -> add(part, boundaries));
            case Constraint.AnyOf(var parts, var unused) -> parts.forEach(part -> add(part, boundaries));
            case Constraint.Negation(var inner, var unused) -> add(inner, boundaries);
            case Constraint.Binding unused -> {}
        }
    }

    private Optional<Boundary> comparison(Constraint.Comparison comparison) {
        var text = RuleText.of(comparison);
        if (comparison.relation().isOrdered()) {
            return limit(comparison.left().field(), comparison.right())
                    .map(limit -> limit(text, comparison.place(), comparison.left(), limit));
        }
        if (comparison.right() instanceof Operand.Missing) {
            return Optional.of(missing(text, comparison));
        }
        return limit(comparison.left().field(), comparison.right())
                .map(limit -> sides(
                        text,
                        comparison.place(),
                        comparison.left(),
                        value -> number(value)
                                .map(own -> own.compareTo(limit) == 0)
                                .orElse(false)))
                .or(() -> words(List.of(comparison.right()))
                        .map(words -> sides(
                                text,
                                comparison.place(),
                                comparison.left(),
                                value -> words.contains(value.toString()))));
    }

    private Boundary missing(String text, Constraint.Comparison comparison) {
        int missing = 0;
        int there = 0;
        for (var facts : seen) {
            for (var value : FieldValues.of(comparison.left().field(), facts)) {
                missing += value.isEmpty() ? 1 : 0;
                there += value.isPresent() ? 1 : 0;
            }
        }
        boolean asksForMissing = comparison.relation() == Relation.EQUAL;
        return new Boundary(
                text, comparison.place(), false, asksForMissing ? there : missing, 0, asksForMissing ? missing : there);
    }

    /** A missing value is outside. */
    private Boundary sides(String text, Place place, FieldRef left, Predicate<Object> inside) {
        int in = 0;
        int out = 0;
        for (var facts : seen) {
            for (var value : FieldValues.of(left.field(), facts)) {
                if (value.filter(inside).isPresent()) {
                    in++;
                } else {
                    out++;
                }
            }
        }
        return new Boundary(text, place, false, out, 0, in);
    }

    private Boundary limit(String text, Place place, FieldRef left, BigDecimal limit) {
        int below = 0;
        int on = 0;
        int above = 0;
        for (var facts : seen) {
            for (var value : FieldValues.of(left.field(), facts)) {
                var number = value.flatMap(Coverage::number);
                if (number.isPresent()) {
                    int side = number.get().compareTo(limit);
                    below += side < 0 ? 1 : 0;
                    on += side == 0 ? 1 : 0;
                    above += side > 0 ? 1 : 0;
                }
            }
        }
        return new Boundary(text, place, true, below, on, above);
    }

    private static Optional<BigDecimal> number(Object value) {
        return value instanceof String text ? date(text) : FieldValues.number(value);
    }

    private static Optional<BigDecimal> date(String text) {
        try {
            return Optional.of(BigDecimal.valueOf(LocalDate.parse(text).toEpochDay()));
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }

    private Optional<BigDecimal> limit(FactField field, Operand right) {
        if (!field.isOrdered()) {
            return Optional.empty();
        }
        return switch (right) {
            case Operand.Amount(var value, var unused) -> Optional.of(value);
            case Operand.Text(var text, var unused) -> duration(text).or(() -> date(text));
            case Operand.Parameter(var name, var ignored, var unused) -> number(parameters.get(name));
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> number(@Nullable ParameterValue value) {
        return switch (value) {
            case ParameterValue.Amount(var amount, var unused) -> Optional.of(amount);
            case ParameterValue.Time(var duration) -> Optional.of(BigDecimal.valueOf(duration.toSeconds()));
            case null, default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> duration(String text) {
        try {
            return Optional.of(BigDecimal.valueOf(Duration.parse(text).toSeconds()));
        } catch (DateTimeParseException notADuration) {
            return Optional.empty();
        }
    }

    /** The words compared with; empty where one of them is only known in a call. */
    private Optional<List<String>> words(List<Operand> operands) {
        var words = new ArrayList<String>();
        for (var operand : operands) {
            switch (operand) {
                case Operand.Text(var value, var unused) -> words.add(value);
                case Operand.Truth(var value, var unused) -> words.add(Boolean.toString(value));
                case Operand.Amount(var value, var unused) -> words.add(value.toPlainString());
                case Operand.Parameter(var name, var ignored, var unused) -> {
                    if (!(parameters.get(name) instanceof ParameterValue.Words(var values))) {
                        return Optional.empty();
                    }
                    words.addAll(values);
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(words);
    }
}
