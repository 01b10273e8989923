package dev.douane.rules.drools;

import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FactFields;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.WordKind;
import dev.douane.rules.pack.PackOnDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Conditions of every shape that the language has, over few values, so that they often hold and often just do not. */
final class ArbitraryConditions {
    /** The parameters that they name. */
    static final String PARAMETERS = """
            parameters:
              some: {type: string-set, default: [a, b], description: Some words.}
              homes: {type: jurisdictions, default: "DE, FR", description: Some countries.}
              amount: {type: money, default: 500, description: An amount.}
              whole: {type: integer, default: 5, description: A number.}
              span: {type: duration, default: P10D, description: A time.}
            """;

    private static final int DEPTH = 3;

    private final Random any;
    private int names;

    ArbitraryConditions(Random any) {
        this.any = any;
    }

    /** What was bound and may be used; a fact as a whole has no field. */
    private record Variable(
            String name, Fact fact, @Nullable FactField field) {}

    /** A rule that flags its id, and what a text that it binds holds. */
    String rule(String id) {
        names = 0;
        var scope = new ArrayList<Variable>();
        var when = IntStream.rangeClosed(1, 1 + any.nextInt(3))
                .mapToObj(i -> condition(DEPTH, scope))
                .collect(Collectors.joining("\n    "));
        var told = scope.stream()
                .filter(variable -> variable.field() != null && variable.field().type() == FieldType.TEXT)
                .findFirst()
                .map(variable -> " decision.flag(%s);".formatted(variable.name()))
                .orElse("");
        return PackOnDisk.rule(id, "Rule " + id, when, "decision.flag(\"fired\");" + told);
    }

    private String condition(int depth, List<Variable> scope) {
        if (depth == 0 || any.nextInt(10) < 5) {
            return pattern(scope);
        }
        return switch (any.nextInt(6)) {
            case 0 -> "not " + inner(depth - 1, new ArrayList<>(scope));
            case 1 -> "exists " + inner(depth - 1, new ArrayList<>(scope));
            case 2, 3 -> group(depth - 1, scope, " and ");
            default -> group(depth - 1, scope, " or ");
        };
    }

    private String inner(int depth, List<Variable> scope) {
        return any.nextBoolean() ? pattern(scope) : group(depth, scope, any.nextInt(3) == 0 ? " or " : " and ");
    }

    /** Branches of an or see nothing of each other, and name their variables alike. */
    private String group(int depth, List<Variable> scope, String between) {
        int start = names;
        var parts = new ArrayList<String>();
        for (int i = 2 + any.nextInt(2); i > 0; i--) {
            if (between.equals(" or ")) {
                names = any.nextBoolean() ? start : names;
                parts.add(condition(depth, new ArrayList<>(scope)));
            } else {
                parts.add(condition(depth, scope));
            }
        }
        return parts.stream().collect(Collectors.joining(between, "(", ")"));
    }

    private String pattern(List<Variable> scope) {
        var fact = any.nextInt(3) == 0 ? Fact.BUDGET : one(List.of(Fact.values()));
        var text = new StringBuilder();
        var binding = any.nextInt(3) == 0 ? "$f" + ++names : null;
        if (binding != null) {
            text.append(binding).append(" : ");
        }
        var bound = new ArrayList<Variable>();
        if (binding != null) {
            scope.add(new Variable(binding, fact, null));
        }
        var constraints = new ArrayList<String>();
        for (int i = any.nextInt(4); i > 0; i--) {
            if (any.nextInt(3) == 0) {
                var field = one(FactFields.of(fact));
                if (!field.name().contains(".")) {
                    var variable = new Variable("$v" + ++names, fact, field);
                    constraints.add(variable.name() + " : " + field.name());
                    bound.add(variable);
                }
            } else {
                constraints.add(constraint(2, fact, scope));
            }
        }
        scope.addAll(bound);
        return text.append(fact.word())
                .append('(')
                .append(String.join(", ", constraints))
                .append(')')
                .toString();
    }

    private String constraint(int depth, Fact fact, List<Variable> scope) {
        if (depth > 0 && any.nextInt(4) == 0) {
            var between = any.nextBoolean() ? " && " : " || ";
            return IntStream.rangeClosed(1, 2 + any.nextInt(2))
                    .mapToObj(i -> constraint(depth - 1, fact, scope))
                    .collect(Collectors.joining(between, any.nextInt(3) == 0 ? "!(" : "(", ")"));
        }
        return comparison(fact, one(FactFields.of(fact)), scope);
    }

    private String comparison(Fact fact, FactField field, List<Variable> scope) {
        var name = field.name();
        return switch (field.type()) {
            case TEXT -> text(fact, field, scope);
            case TEXT_SET -> {
                var right = other(fact, scope, each -> each.type() == FieldType.TEXT && !each.mayBeMissing());
                var word = right == null || any.nextBoolean()
                        ? any.nextBoolean()
                                ? literal(field)
                                : field.words() == WordKind.COUNTRY ? "params.homes" : "params.some"
                        : right;
                yield name + one(List.of(" contains ", " not contains ")) + word;
            }
            case WHOLE, DECIMAL, DURATION -> number(fact, field, scope);
            case YES_NO -> {
                var right = other(fact, scope, each -> each.type() == FieldType.YES_NO);
                yield right != null && any.nextBoolean()
                        ? name + one(List.of(" == ", " != ")) + right
                        : one(List.of("%s", "!%s", "%s == true", "%s != true", "!(%s == false)"))
                                .formatted(name);
            }
        };
    }

    private String text(Fact fact, FactField field, List<Variable> scope) {
        var name = field.name();
        var right = other(fact, scope, each -> each.type() == FieldType.TEXT);
        var set = other(
                fact,
                scope,
                each -> each.type() == FieldType.TEXT_SET && !each.name().contains("."));
        return switch (any.nextInt(right == null ? 6 : 10)) {
            case 0 -> name + one(List.of(" == ", " != ")) + literal(field);
            case 1 ->
                "%s %s (%s, %s)"
                        .formatted(
                                name,
                                one(List.of("in", "not in")),
                                literal(field),
                                right == null ? literal(field) : right);
            case 2 -> "%s %s %s".formatted(name, one(List.of("str[startsWith]", "str[endsWith]")), "\"a\"");
            case 3 ->
                field.mayBeMissing() ? name + one(List.of(" == null", " != null")) : name + " != " + literal(field);
            case 4 -> name + one(List.of(" memberOf ", " not memberOf ")) + (set == null ? parameter(field) : set);
            case 5 ->
                field.words() == WordKind.DATE
                        ? name + one(List.of(" < ", " <= ", " > ", " >= ")) + literal(field)
                        : name + " in (" + parameter(field) + ")";
            default -> name + one(List.of(" == ", " != ")) + right;
        };
    }

    private String parameter(FactField field) {
        return field.words() == WordKind.COUNTRY ? "params.homes" : "params.some";
    }

    private String number(Fact fact, FactField field, List<Variable> scope) {
        var name = field.name();
        Predicate<FactField> fits = each -> each.type().comparesWith(field.type());
        var right = other(fact, scope, fits);
        var there = other(fact, scope, fits.and(each -> !each.mayBeMissing()));
        var ordered = one(List.of(" < ", " <= ", " > ", " >= "));
        return switch (any.nextInt(9)) {
            case 0 -> name + one(List.of(" == ", " != ")) + literal(field);
            case 1 -> name + ordered + literal(field);
            case 2 ->
                field.type() == FieldType.DURATION
                        ? name + ordered + "params.span"
                        : name + ordered + (field.type() == FieldType.DECIMAL ? "params.amount" : "params.whole");
            case 3 ->
                field.type() == FieldType.DURATION
                        ? "!(%s%s%s)".formatted(name, ordered, literal(field))
                        : "%s %s (%s, %s)"
                                .formatted(
                                        name,
                                        one(List.of("in", "not in")),
                                        literal(field),
                                        right == null ? literal(field) : right);
            case 4 ->
                field.mayBeMissing() ? name + one(List.of(" == null", " != null")) : name + ordered + literal(field);
            case 5, 6 -> name + ordered + (there == null ? literal(field) : there);
            default -> name + one(List.of(" == ", " != ")) + (right == null ? literal(field) : right);
        };
    }

    private String literal(FactField field) {
        return switch (field.type()) {
            case TEXT, TEXT_SET ->
                switch (field.words()) {
                    case COUNTRY -> one(List.of("\"DE\"", "\"FR\""));
                    case DATE -> one(List.of("\"2026-11-16\"", "\"2026-11-17\""));
                    case WEEKDAY -> one(List.of("\"MONDAY\"", "\"TUESDAY\""));
                    default -> one(List.of("\"a\"", "\"b\"", "\"ab\""));
                };
            case WHOLE -> one(List.of("0", "1", "5", "500", "1000"));
            case DECIMAL -> one(List.of("0", "0.5", "1", "5", "500", "500.5", "1000"));
            case DURATION -> one(List.of("\"P10D\"", "\"PT24H\"", "\"P15D\""));
            case YES_NO -> "true";
        };
    }

    /** A field of the same fact, a variable, or a field of another fact; null where there is none. */
    private @Nullable String other(Fact own, List<Variable> scope, Predicate<FactField> fits) {
        var found = new ArrayList<String>();
        if (any.nextInt(3) == 0) {
            FactFields.of(own).stream().filter(fits).forEach(field -> found.add(field.name()));
        }
        for (var variable : scope) {
            if (variable.field() == null) {
                FactFields.of(variable.fact()).stream()
                        .filter(fits)
                        .forEach(field -> found.add(variable.name() + "." + field.name()));
            } else if (fits.test(variable.field())) {
                for (int i = 0; i < 3; i++) {
                    found.add(variable.name());
                }
            }
        }
        return found.isEmpty() ? null : one(found);
    }

    private <T> T one(List<T> of) {
        return of.get(any.nextInt(of.size()));
    }
}
