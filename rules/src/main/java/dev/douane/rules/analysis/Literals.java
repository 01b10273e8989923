package dev.douane.rules.analysis;

import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.Relation;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.WordKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns single constraints into cases.
 *
 * <p>What is compared with a literal becomes a set of values. Everything else (parameters, variables, beginnings of words) becomes a yes or no
 * under a key that is the same wherever the same is asked, and that nothing else is known about. What hangs on a budget or an outage that a
 * variable holds gets a key of its own each time, in whatever rule: which one it is differs.
 */
final class Literals {
    /** Stands in no text of a rule. */
    private static final String APART = "\t";

    private static final Pattern UNKNOWN = Pattern.compile(APART + "[0-9]+");

    private final Universes universes;
    private int unknowns;

    Literals(Universes universes) {
        this.universes = universes;
    }

    Case of(Constraint.Comparison comparison) {
        var field = comparison.left().field();
        return values(field, comparison.relation(), comparison.right())
                .map(values -> Case.of(key(comparison.left()), values))
                .orElseGet(() -> opaque(comparison));
    }

    /** {@code !=} is the opposite of {@code ==}, missing values included; {@code <} is that of {@code >=} only where none can be missing. */
    private Case opaque(Constraint.Comparison comparison) {
        var relation = comparison.relation();
        boolean flips = relation == Relation.NOT_EQUAL
                || (!comparison.left().field().mayBeMissing()
                        && !mayBeMissing(comparison.right())
                        && (relation == Relation.LESS || relation == Relation.MORE));
        var asked = flips ? relation.negated() : relation;
        return Case.of(
                key(comparison.left()) + " " + asked.sign() + " " + key(comparison.right()), WordValues.truth(!flips));
    }

    private static boolean mayBeMissing(Operand operand) {
        return switch (operand) {
            case Operand.Variable variable -> variable.field().mayBeMissing();
            case Operand.Field(var field, var unused) -> field.field().mayBeMissing();
            default -> false;
        };
    }

    Case of(Constraint.In in) {
        var field = in.left().field();
        Values all = null;
        for (var value : in.values()) {
            var one = values(field, Relation.EQUAL, value);
            if (one.isEmpty()) {
                return truth(
                        key(in.left())
                                + in.values().stream().map(this::key).sorted().toList(),
                        !in.negated());
            }
            all = all == null ? one.get() : all.or(one.get());
        }
        if (all == null) {
            throw new IllegalArgumentException("a list (%s) holds at least one value".formatted(RuleText.of(in)));
        }
        return Case.of(key(in.left()), in.negated() ? all.not() : all);
    }

    /** A set that contains something is not empty. */
    Case of(Constraint.Contains contains) {
        var key = key(contains.left());
        var says = truth(key + " contains " + key(contains.right()), !contains.negated());
        return contains.negated() ? says : says.and(truth(key + ".empty", false));
    }

    Case of(Constraint.MemberOf member) {
        return truth(key(member.left()) + " memberOf " + key(member.right()), !member.negated());
    }

    Case of(Constraint.StartsWith starts) {
        return truth(key(starts.left()) + " str[startsWith] " + key(starts.right()), true);
    }

    Case of(Constraint.EndsWith ends) {
        return truth(key(ends.left()) + " str[endsWith] " + key(ends.right()), true);
    }

    private static Case truth(String key, boolean value) {
        return Case.of(key, WordValues.truth(value));
    }

    private String key(FieldRef ref) {
        return ref.variable() == null || ref.field().fact().isSingle()
                ? ref.field().qualified()
                : unknown(ref.field());
    }

    private String key(Operand operand) {
        return switch (operand) {
            case Operand.Variable(var unused, FactField field, var ignored) ->
                field.fact().isSingle() ? field.qualified() : unknown(field);
            case Operand.Field(var field, var unused) -> key(field);
            default -> RuleText.of(operand);
        };
    }

    private String unknown(FactField field) {
        return field.qualified() + APART + unknowns++;
    }

    /** A key as people read it. */
    static String shown(String key) {
        return UNKNOWN.matcher(key).replaceAll("");
    }

    /** Empty where the other side is no literal, or not one of this field's. */
    private Optional<Values> values(FactField field, Relation relation, Operand right) {
        if (right instanceof Operand.Missing) {
            var missing = isNumeric(field)
                    ? NumberValues.onlyMissing(universes.numbers(field))
                    : WordValues.onlyMissing(field.mayBeMissing(), universes.words(field));
            return Optional.of(relation == Relation.EQUAL ? missing : missing.not());
        }
        if (isNumeric(field)) {
            return number(field, right).map(limit -> NumberValues.of(relation, limit, universes.numbers(field)));
        }
        return word(right).filter(word -> !relation.isOrdered()).map(word -> {
            var exactly = right instanceof Operand.Truth(var truth, var unused)
                    ? WordValues.truth(truth)
                    : WordValues.exactly(List.of(word), field.mayBeMissing(), universes.words(field));
            return relation == Relation.EQUAL ? exactly : exactly.not();
        });
    }

    private static boolean isNumeric(FactField field) {
        return field.type().isOrdered() || field.words() == WordKind.DATE;
    }

    private static Optional<String> word(Operand right) {
        return switch (right) {
            case Operand.Text(var value, var unused) -> Optional.of(value);
            case Operand.Truth(var value, var unused) -> Optional.of(Boolean.toString(value));
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> number(FactField field, Operand right) {
        if (right instanceof Operand.Amount(var value, var unused)) {
            return Optional.of(value);
        }
        if (!(right instanceof Operand.Text(var text, var unused))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    field.type() == FieldType.DURATION
                            ? BigDecimal.valueOf(Duration.parse(text).toSeconds())
                            : BigDecimal.valueOf(LocalDate.parse(text).toEpochDay()));
        } catch (DateTimeException notOfThatForm) {
            return Optional.empty();
        }
    }
}
