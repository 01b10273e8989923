package dev.douane.rules.validator;

import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.Relation;
import dev.douane.rules.drl.WordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what stands between the brackets of a pattern. */
final class ConstraintReader {
    private final Tokens tokens;
    private final OperandReader operands;
    private final TypeCheck types;
    private final RuleSize size;
    private final Refusals refusals;

    ConstraintReader(Tokens tokens, PackWords words, RuleSize size, Refusals refusals) {
        this.tokens = tokens;
        this.operands = new OperandReader(tokens, words, refusals);
        this.types = new TypeCheck(words, refusals);
        this.size = size;
        this.refusals = refusals;
    }

    /** Reads constraints separated by commas, up to the closing bracket, which is left. One that makes no sense is noted and left out. */
    List<Constraint> list(Fact fact, Scope scope) {
        var constraints = new ArrayList<Constraint>();
        if (tokens.isNext(")")) {
            return constraints;
        }
        do {
            try {
                constraints.addAll(one(fact, scope));
                if (!isEnd()) {
                    throw behind(tokens.peek());
                }
            } catch (Refusals.GiveUp noted) {
                tokens.skipTo(",", "then", "end");
            }
        } while (tokens.skip(","));
        return constraints;
    }

    private boolean isEnd() {
        return tokens.isNext(",") || tokens.isNext(")") || tokens.isAtEnd();
    }

    /** One constraint, and the binding in front of it. */
    List<Constraint> one(Fact fact, Scope scope) {
        var first = tokens.peek();
        if (!first.isVariable() || !(tokens.peek(1).is(":") || tokens.peek(1).is(":="))) {
            return List.of(anyOf(fact, scope));
        }
        tokens.take();
        if (tokens.take().is(":=")) {
            throw refusals.giveUp(
                    first.place(),
                    Refusal.NOT_FOR_PACKS,
                    "unification (:=) is not for packs to write\nMaybe write : and ==.");
        }
        var field = operands.ownField(fact);
        scope.bind(first.text(), new Scope.Bound(fact, field.field()), first.place(), refusals);
        size.constraint(first.place());
        var binding = new Constraint.Binding(first.text(), field, first.place());
        return isEnd() ? List.of(binding) : List.of(binding, relation(fact, field, scope));
    }

    private Constraint anyOf(Fact fact, Scope scope) {
        var parts = parts("||", () -> allOf(fact, scope));
        return parts.size() == 1
                ? parts.getFirst()
                : new Constraint.AnyOf(parts, parts.getFirst().place());
    }

    private Constraint allOf(Fact fact, Scope scope) {
        var parts = parts("&&", () -> unary(fact, scope));
        return parts.size() == 1
                ? parts.getFirst()
                : new Constraint.AllOf(parts, parts.getFirst().place());
    }

    private List<Constraint> parts(String sign, Supplier<Constraint> read) {
        var parts = new ArrayList<Constraint>();
        do {
            var part = read.get();
            // a bracket around the same sign changes nothing
            switch (part) {
                case Constraint.AnyOf(var inner, var unused) when sign.equals("||") -> parts.addAll(inner);
                case Constraint.AllOf(var inner, var unused) when sign.equals("&&") -> parts.addAll(inner);
                default -> parts.add(part);
            }
        } while (tokens.skip(sign));
        return parts;
    }

    private Constraint unary(Fact fact, Scope scope) {
        var first = tokens.peek();
        if (tokens.skip("!")) {
            size.enter(first.place());
            var inner = unary(fact, scope);
            size.leave();
            return new Constraint.Negation(inner, first.place());
        }
        if (tokens.skip("(")) {
            size.enter(first.place());
            var inner = anyOf(fact, scope);
            size.leave();
            if (!tokens.skip(")")) {
                throw behind(tokens.peek());
            }
            return inner;
        }
        var advice = NumberText.advice(tokens);
        if (advice != null) {
            throw refusals.giveUp(first.place(), Refusal.SYNTAX, advice);
        }
        if (first.kind() == Token.Kind.TEXT || first.kind() == Token.Kind.NUMBER || first.isVariable()) {
            throw refusals.giveUp(
                    first.place(),
                    Refusal.SYNTAX,
                    "(%s) stands where a field of %s must stand\nMaybe write the field first, then the sign, then the value."
                            .formatted(first.shown(), fact.word()));
        }
        var left = operands.ownField(fact);
        return relation(fact, left, scope);
    }

    private Constraint relation(Fact fact, FieldRef left, Scope scope) {
        var place = left.place();
        size.constraint(place);
        var sign = tokens.peek();
        var relation = sign.kind() == Token.Kind.SIGN ? Relation.of(sign.text()).orElse(null) : null;
        if (relation != null) {
            tokens.take();
            return comparison(fact, left, relation, scope);
        }
        boolean negated = tokens.skip("not");
        var word = tokens.peek();
        if (tokens.skip("in")) {
            return in(fact, left, negated, scope);
        }
        if (tokens.skip("contains")) {
            needs(left, FieldType.TEXT_SET, "contains", word);
            return contains(left, negated, operands.operand(fact, scope));
        }
        if (tokens.skip("memberOf")) {
            needs(left, FieldType.TEXT, "memberOf", word);
            return memberOf(left, negated, operands.operand(fact, scope));
        }
        if (word.is("str")) {
            return affix(left, negated);
        }
        if (!negated && left.field().type() == FieldType.YES_NO && isEndOfRelation(word)) {
            return new Constraint.Comparison(left, Relation.EQUAL, new Operand.Truth(true, place), place);
        }
        throw behindField(word, left);
    }

    private static boolean isEndOfRelation(Token token) {
        return token.is(",") || token.is(")") || token.is("&&") || token.is("||") || token.kind() == Token.Kind.END;
    }

    private Constraint comparison(Fact fact, FieldRef left, Relation relation, Scope scope) {
        var right = operands.operand(fact, scope);
        types.refuseListFor(left.field(), right);
        types.comparison(left.field(), relation, right, left.place());
        return new Constraint.Comparison(left, relation, right, left.place());
    }

    private Constraint in(Fact fact, FieldRef left, boolean negated, Scope scope) {
        if (left.field().type() != FieldType.TEXT && !left.field().type().isNumber()) {
            refusals.add(
                    left.place(),
                    Refusal.TYPE,
                    "%s is %s and cannot be in a list\nMaybe compare it with %s."
                            .formatted(
                                    left.field().qualified(),
                                    left.field().type().label(),
                                    left.field().type() == FieldType.TEXT_SET ? "contains" : "=="));
        }
        if (!tokens.skip("(")) {
            throw refusals.giveUp(
                    tokens.peek().place(),
                    Refusal.SYNTAX,
                    "in must be followed by a list in brackets, not by (%s)"
                            .formatted(tokens.peek().shown()));
        }
        var values = new ArrayList<Operand>();
        do {
            var value = operands.operand(fact, scope);
            types.element(left.field(), value);
            size.value(value.place());
            values.add(value);
        } while (tokens.skip(","));
        if (!tokens.skip(")")) {
            throw behind(tokens.peek());
        }
        return new Constraint.In(left, negated, values, left.place());
    }

    private Constraint contains(FieldRef left, boolean negated, Operand right) {
        refuseMissable(right, left);
        types.element(left.field(), right);
        return new Constraint.Contains(left, negated, right, left.place());
    }

    /** A set knows no null, and asking it for one throws. */
    private void refuseMissable(Operand right, FieldRef left) {
        var field = switch (right) {
            case Operand.Variable(var unused, var bound, var ignored) -> bound;
            case Operand.Field(var other, var unused) -> other.field();
            default -> null;
        };
        if (field != null && field.mayBeMissing()) {
            refusals.add(
                    right.place(),
                    Refusal.TYPE,
                    "%s may be missing, and %s cannot be asked for what is not there\nMaybe write … memberOf %s."
                            .formatted(field.qualified(), left.field().qualified(), left.text()));
        }
    }

    private Constraint memberOf(FieldRef left, boolean negated, Operand right) {
        if (!isSet(right)) {
            refusals.add(
                    right.place(),
                    Refusal.TYPE,
                    "memberOf must be followed by a set: a bound one, a field that is one, or a parameter that is a list\nMaybe write in (…).");
        } else if (right instanceof Operand.Parameter) {
            types.element(left.field(), right);
        }
        return new Constraint.MemberOf(left, negated, right, left.place());
    }

    private static boolean isSet(Operand operand) {
        return switch (operand) {
            case Operand.Variable(var unused, var field, var ignored) -> field.type() == FieldType.TEXT_SET;
            case Operand.Field(var field, var unused) -> field.field().type() == FieldType.TEXT_SET;
            case Operand.Parameter(var unused, var type, var ignored) -> type.isList();
            default -> false;
        };
    }

    private Constraint affix(FieldRef left, boolean negated) {
        var word = tokens.take();
        var kind = tokens.skip("[") ? tokens.take() : tokens.peek();
        boolean known = kind.is("startsWith") || kind.is("endsWith");
        if (!known || !tokens.skip("]")) {
            throw refusals.giveUp(
                    kind.place(), Refusal.NOT_FOR_PACKS, "texts are asked for str[startsWith] or str[endsWith] only");
        }
        needs(left, FieldType.TEXT, "str[%s]".formatted(kind.text()), word);
        var text = tokens.peek();
        if (text.kind() != Token.Kind.TEXT) {
            throw refusals.giveUp(
                    text.place(),
                    Refusal.TYPE,
                    "str[%s] must be followed by a text in quotes, not by (%s)".formatted(kind.text(), text.shown()));
        }
        tokens.take();
        types.element(freely(left), new Operand.Text(text.text(), text.place()));
        var right = new Operand.Text(text.text(), text.place());
        Constraint affix = kind.is("startsWith")
                ? new Constraint.StartsWith(left, right, left.place())
                : new Constraint.EndsWith(left, right, left.place());
        return negated ? new Constraint.Negation(affix, left.place()) : affix;
    }

    /** The beginning of a known word is no known word. */
    private static FactField freely(FieldRef left) {
        var field = left.field();
        return new FactField(
                field.fact(), field.name(), FieldType.TEXT, WordKind.FREE, field.mayBeMissing(), field.meaning());
    }

    private void needs(FieldRef left, FieldType type, String what, Token at) {
        if (left.field().type() != type) {
            refusals.add(
                    at.place(),
                    Refusal.TYPE,
                    "%s is for %s, and %s is %s"
                            .formatted(
                                    what,
                                    type.label(),
                                    left.field().qualified(),
                                    left.field().type().label()));
        }
    }

    private Refusals.GiveUp behindField(Token found, FieldRef left) {
        return refusals.giveUp(
                found.place(),
                found.kind() == Token.Kind.NAME ? Refusal.NOT_FOR_PACKS : Refusal.SYNTAX,
                "(%s) behind %s is not for packs to write\nMaybe write ==, !=, <, <=, >, >=, in, not in, contains, memberOf, str[startsWith] or str[endsWith]."
                        .formatted(found.shown(), left.text()));
    }

    private Refusals.GiveUp behind(Token found) {
        return refusals.giveUp(
                found.place(), hint(found) == null ? Refusal.SYNTAX : Refusal.NOT_FOR_PACKS, message(found));
    }

    private static String message(Token found) {
        var hint = hint(found);
        return "(%s) is not expected here\nMaybe %s."
                .formatted(found.shown(), hint == null ? "a comma, && or || is missing" : hint);
    }

    private static @Nullable String hint(Token found) {
        if (found.kind() != Token.Kind.SIGN) {
            return null;
        }
        return switch (found.text()) {
            case "+", "-", "*", "/", "%" -> "write the result: rules do not calculate";
            case "?", "=", "->", "::", "[", "#" -> "write a field, a sign and a value: a pack holds no program code";
            default -> null;
        };
    }

    /** Where a constraint stands alone, as in a table's cell: whether nothing is left. */
    void expectEnd() {
        if (!tokens.isAtEnd()) {
            throw behind(tokens.peek());
        }
    }
}
