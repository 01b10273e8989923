package dev.douane.rules.validator;

import dev.douane.rules.document.Nearest;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FactFields;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.Place;
import dev.douane.rules.limits.Size;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads literals, fields, variables and parameters. Nothing else can be named. */
final class OperandReader {
    private static final int DIGITS_MAX = 18;

    /** Behind a comma it is most often the rest of a number in groups: {@code 10,000}. */
    private static final Pattern LEADING_ZERO = Pattern.compile("0[0-9]");

    private final Tokens tokens;
    private final PackWords words;
    private final Refusals refusals;

    OperandReader(Tokens tokens, PackWords words, Refusals refusals) {
        this.tokens = tokens;
        this.words = words;
        this.refusals = refusals;
    }

    /** @param own the pattern's fact, null outside of patterns */
    Operand operand(@Nullable Fact own, Scope scope) {
        var token = tokens.peek();
        return switch (token.kind()) {
            case TEXT -> new Operand.Text(tokens.take().text(), token.place());
            case NUMBER -> amount(false);
            case NAME -> named(own, scope);
            case SIGN -> {
                if (token.is("-")) {
                    tokens.take();
                    yield amount(true);
                }
                throw unexpected(token);
            }
            case END -> throw unexpected(token);
        };
    }

    private Operand.Amount amount(boolean negative) {
        var token = tokens.take();
        if (token.kind() != Token.Kind.NUMBER) {
            throw unexpected(token);
        }
        if (token.text().length() > DIGITS_MAX) {
            throw refusals.giveUp(
                    token.place(), Refusal.LIMIT, "number (%s) has too many digits".formatted(token.shown()));
        }
        if (LEADING_ZERO.matcher(token.text()).lookingAt() && refusals.asksSince(TableReader.SINCE)) {
            refusals.add(
                    token.place(),
                    Refusal.SYNTAX,
                    "number (%s) begins with a zero, as if it were a part of one".formatted(token.shown()));
        }
        var value = new BigDecimal(token.text());
        return new Operand.Amount(negative ? value.negate() : value, token.place());
    }

    private Operand named(@Nullable Fact own, Scope scope) {
        var first = tokens.peek();
        switch (first.text()) {
            case "true", "false" -> {
                return new Operand.Truth(tokens.take().text().equals("true"), first.place());
            }
            case "null" -> {
                tokens.take();
                return new Operand.Missing(first.place());
            }
            case "params" -> {
                return parameter();
            }
            default -> {
                if (!first.isVariable()) {
                    return new Operand.Field(ownField(own), first.place());
                }
            }
        }
        tokens.take();
        var bound = scope.find(first, refusals);
        var field = bound.field();
        if (field != null) {
            refuseCall(first.text());
            if (tokens.isNext(".")) {
                throw refusals.giveUp(
                        first.place(),
                        Refusal.UNKNOWN_FIELD,
                        "variable (%s) is %s, which has no fields"
                                .formatted(first.shown(), field.type().label()));
            }
            return new Operand.Variable(first.text(), field, first.place());
        }
        if (!tokens.skip(".")) {
            throw refusals.giveUp(
                    first.place(),
                    Refusal.TYPE,
                    "variable (%s) stands for a whole %s\nMaybe write %s.%s."
                            .formatted(
                                    first.shown(),
                                    bound.fact().word(),
                                    first.shown(),
                                    FactFields.of(bound.fact()).getFirst().name()));
        }
        var path = path();
        return new Operand.Field(
                new FieldRef(first.text(), find(bound.fact(), path, first.place()), first.place()), first.place());
    }

    private Operand.Parameter parameter() {
        var place = tokens.take().place();
        if (!tokens.skip(".") || tokens.peek().kind() != Token.Kind.NAME) {
            throw refusals.giveUp(place, Refusal.SYNTAX, "params must be followed by a dot and a parameter's name");
        }
        var name = tokens.take().text();
        refuseCall("params." + name);
        var declared = words.parameters().get(name);
        if (declared == null) {
            throw refusals.giveUp(
                    place,
                    Refusal.UNKNOWN_PARAMETER,
                    Messages.withHint(
                            "parameter (%s) is not declared in pack.yaml".formatted(name),
                            Nearest.maybe(name, words.parameters().keySet())));
        }
        if (tokens.isNext(".")) {
            throw unexpected(tokens.peek());
        }
        return new Operand.Parameter(name, declared.type(), place);
    }

    /** A field of the pattern's own fact. */
    FieldRef ownField(@Nullable Fact own) {
        var first = tokens.peek();
        if (first.kind() != Token.Kind.NAME || own == null) {
            throw own == null && first.kind() == Token.Kind.NAME ? notHere(first) : unexpected(first);
        }
        if (first.is("this")) {
            throw refusals.giveUp(
                    first.place(),
                    Refusal.NOT_FOR_PACKS,
                    "(this) is not for packs to write\nMaybe leave it out and write the field alone.");
        }
        if (first.is("new") || first.is("eval")) {
            throw notHere(first);
        }
        var path = path();
        return new FieldRef(null, find(own, path, first.place()), first.place());
    }

    private Refusals.GiveUp notHere(Token first) {
        return refusals.giveUp(
                first.place(),
                Refusal.NOT_FOR_PACKS,
                "(%s) is not for packs to write here\nMaybe write a text in quotes, a number, a variable with its $ or params.name."
                        .formatted(first.shown()));
    }

    private String path() {
        var path = new StringBuilder(tokens.take().text());
        refuseCall(path.toString());
        while (tokens.isNext(".") && tokens.peek(1).kind() == Token.Kind.NAME) {
            tokens.take();
            path.append('.').append(tokens.take().text());
            refuseCall(path.toString());
            if (path.length() > Size.NAME.most()) {
                throw refusals.giveUp(tokens.peek().place(), Refusal.LIMIT, "a field's name is too long");
            }
        }
        if (tokens.isNext(".") || tokens.isNext("[") || tokens.isNext("!.") || tokens.isNext("?.")) {
            throw unexpected(tokens.peek());
        }
        return path.toString();
    }

    private void refuseCall(String name) {
        if (tokens.isNext("(")) {
            throw refusals.giveUp(
                    tokens.peek().place(),
                    Refusal.NOT_FOR_PACKS,
                    "(%s) is called like a method: rules call nothing\nMaybe compare a field with a value."
                            .formatted(name.length() > 60 ? name.substring(0, 60) + "…" : name));
        }
    }

    private FactField find(Fact fact, String name, Place place) {
        return FactFields.find(fact, name)
                .orElseThrow(() -> refusals.giveUp(
                        place,
                        Refusal.UNKNOWN_FIELD,
                        Messages.withHint(
                                "%s has no field (%s)".formatted(fact.word(), name),
                                Nearest.maybe(
                                        name,
                                        FactFields.of(fact).stream()
                                                .map(FactField::name)
                                                .toList()))));
    }

    Refusals.GiveUp unexpected(Token token) {
        return refusals.giveUp(
                token.place(),
                Refusal.SYNTAX,
                "(%s) is not expected here\nMaybe write a field, a text in quotes, a number, true, false, null, a variable or params.name."
                        .formatted(token.shown()));
    }
}
