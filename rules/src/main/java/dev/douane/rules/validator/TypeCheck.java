package dev.douane.rules.validator;

import dev.douane.rules.drl.ArgumentType;
import dev.douane.rules.drl.EffectWord;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterType;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.Relation;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.WordKind;
import java.math.BigDecimal;
import java.util.Objects;

/** Says whether a value fits a field, or an effect. */
final class TypeCheck {
    private final PackWords words;
    private final WordCheck wordCheck;
    private final Refusals refusals;

    TypeCheck(PackWords words, Refusals refusals) {
        this.words = words;
        this.wordCheck = new WordCheck(words.vocabulary(), refusals);
        this.refusals = refusals;
    }

    void comparison(FactField field, Relation relation, Operand right, Place place) {
        if (field.type() == FieldType.TEXT_SET) {
            refuse(
                    place,
                    "%s is a set\nMaybe write %s contains …, or %s.empty == true.",
                    field,
                    field.name(),
                    field.name());
        } else if (relation.isOrdered() && !field.isOrdered()) {
            refuse(
                    place,
                    "%s is %s, which has no order\nMaybe compare with == or !=.",
                    field,
                    field.type().label());
        } else if (right instanceof Operand.Missing) {
            missing(field, relation, place);
        } else {
            if (relation.isOrdered() && mayBeMissing(right)) {
                refuse(
                        right.place(),
                        "%s is compared with (%s), which may be missing\nMaybe compare with a value that is always there.",
                        field,
                        RuleText.of(right));
            }
            element(field, right);
        }
    }

    private void missing(FactField field, Relation relation, Place place) {
        if (relation.isOrdered() || !field.mayBeMissing()) {
            refuse(place, "%s is never missing, so it cannot be compared with null", field);
        }
    }

    private static boolean mayBeMissing(Operand operand) {
        return switch (operand) {
            case Operand.Variable(var unused, var field, var ignored) -> field.mayBeMissing();
            case Operand.Field(var field, var unused) -> field.field().mayBeMissing();
            default -> false;
        };
    }

    /** Whether {@code value} may stand where one value of {@code field} may, or one member of it if it is a set. */
    void element(FactField field, Operand value) {
        var type = field.type() == FieldType.TEXT_SET ? FieldType.TEXT : field.type();
        switch (value) {
            case Operand.Text(var text, var place) -> text(field, type, text, place);
            case Operand.Amount(var amount, var place) -> amount(field, type, amount, place);
            case Operand.Truth(var truth, var place) -> {
                if (type != FieldType.YES_NO) {
                    refuse(place, "%s is %s and cannot be (%s)", field, type.label(), truth);
                }
            }
            case Operand.Missing(var place) ->
                refuse(place, "null cannot stand here\nMaybe write %s == null.", field.name());
            case Operand.Variable(var name, var other, var place) -> sameType(field, type, name, other, place);
            case Operand.Field(var other, var place) -> sameType(field, type, other.text(), other.field(), place);
            case Operand.Parameter parameter -> parameter(field, type, parameter);
        }
    }

    private void text(FactField field, FieldType type, String text, Place place) {
        switch (type) {
            case TEXT -> wordCheck.check(field.words(), text, place);
            case DURATION -> {
                try {
                    ParameterValue.read(ParameterType.DURATION, text);
                } catch (IllegalArgumentException e) {
                    refuse(place, "duration (%s) must be written in whole seconds or more, like \"PT24H\"", text);
                }
            }
            default ->
                refuse(
                        place,
                        "%s is %s and is compared with the text (%s)\nMaybe write it without quotes.",
                        field,
                        type.label(),
                        text);
        }
    }

    private void amount(FactField field, FieldType type, BigDecimal amount, Place place) {
        if (!type.isNumber()) {
            refuse(
                    place,
                    "%s is %s and is compared with the number (%s)\nMaybe write %s.",
                    field,
                    type.label(),
                    amount.toPlainString(),
                    type == FieldType.DURATION ? "a duration such as \"PT24H\"" : "\"" + amount.toPlainString() + "\"");
        } else if (type == FieldType.WHOLE && amount.scale() > 0) {
            refuse(place, "%s is a whole number and never (%s)", field, amount.toPlainString());
        } else if (type == FieldType.WHOLE && amount.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            refuse(place, "%s is never as large as (%s)", field, amount.toPlainString());
        }
    }

    private void sameType(FactField field, FieldType type, String name, FactField other, Place place) {
        if (!type.comparesWith(other.type())) {
            refuse(
                    place,
                    "%s is %s and (%s) is %s",
                    field,
                    type.label(),
                    name,
                    other.type().label());
        }
    }

    private void parameter(FactField field, FieldType type, Operand.Parameter parameter) {
        boolean fits = switch (parameter.type()) {
            case MONEY, PERCENT -> type == FieldType.DECIMAL;
            case INTEGER -> type.isNumber();
            case DURATION -> type == FieldType.DURATION;
            case TIER -> type == FieldType.TEXT && field.words() == WordKind.FREE;
            case JURISDICTIONS, STRING_SET -> type == FieldType.TEXT;
        };
        if (!fits) {
            refuse(
                    parameter.place(),
                    "%s is %s and parameter (%s) is of type %s",
                    field,
                    type.label(),
                    parameter.name(),
                    parameter.type().word());
        } else if (valueOf(parameter) instanceof ParameterValue.Words(var each)) {
            each.forEach(word -> wordCheck.check(field.words(), word, parameter.place()));
        }
    }

    private ParameterValue valueOf(Operand.Parameter parameter) {
        return Objects.requireNonNull(words.values().get(parameter.name()), parameter.name());
    }

    /** A list stands where a list may: in {@code in (…)}, after {@code contains} and {@code memberOf}. */
    void refuseListFor(FactField field, Operand right) {
        if (right instanceof Operand.Parameter(var name, var type, var place) && type.isList()) {
            refuse(place, "parameter (%s) is a list\nMaybe write %s in (params.%s).", name, field.name(), name);
        }
    }

    /** @return the argument as the tree keeps it */
    Operand argument(EffectWord effect, ArgumentType type, Operand argument) {
        return switch (argument) {
            case Operand.Text(var text, var place) -> textArgument(effect, type, text, place);
            case Operand.Amount(var amount, var place) -> {
                if (type != ArgumentType.COUNT) {
                    refuse(
                            place,
                            "%s takes a text\nMaybe write %s(\"%s\").",
                            effect,
                            effect.name(),
                            amount.toPlainString());
                } else if (!isCount(amount)) {
                    refuse(place, "%s takes a whole number from 1, not (%s)", effect, amount.toPlainString());
                }
                yield argument;
            }
            case Operand.Truth(var truth, var place) -> {
                refuse(place, "%s takes %s, not (%s)", effect, type.label(), truth);
                yield argument;
            }
            case Operand.Missing(var place) -> {
                refuse(place, "%s takes %s, not null", effect, type.label());
                yield argument;
            }
            case Operand.Variable(var name, var field, var place) -> {
                fieldArgument(effect, type, name, field, place);
                yield argument;
            }
            case Operand.Field(var field, var place) -> {
                fieldArgument(effect, type, field.text(), field.field(), place);
                yield argument;
            }
            case Operand.Parameter parameter -> {
                parameterArgument(effect, type, parameter);
                yield argument;
            }
        };
    }

    private Operand textArgument(EffectWord effect, ArgumentType type, String text, Place place) {
        switch (type) {
            case TEXT -> wordCheck.check(effect.words(), text, place);
            case COUNT -> refuse(place, "%s takes a whole number\nMaybe write it without quotes.", effect);
            case MONEY -> {
                try {
                    if (ParameterValue.read(ParameterType.MONEY, text)
                            instanceof ParameterValue.Amount(var value, var s)) {
                        return new Operand.Amount(value, place);
                    }
                } catch (IllegalArgumentException e) {
                    refuse(place, "%s takes %s, not (%s)", effect, ParameterType.MONEY.example(), text);
                }
            }
        }
        return new Operand.Text(text, place);
    }

    private static boolean isCount(BigDecimal amount) {
        return amount.scale() <= 0
                && amount.signum() > 0
                && amount.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    }

    private void fieldArgument(EffectWord effect, ArgumentType type, String name, FactField field, Place place) {
        var needed = type == ArgumentType.COUNT ? FieldType.WHOLE : FieldType.TEXT;
        if (field.type() != needed || type == ArgumentType.MONEY) {
            refuse(
                    place,
                    "%s takes %s, and (%s) is %s",
                    effect,
                    type.label(),
                    name,
                    field.type().label());
        }
    }

    private void parameterArgument(EffectWord effect, ArgumentType type, Operand.Parameter parameter) {
        var value = valueOf(parameter);
        boolean fits = switch (parameter.type()) {
            case MONEY -> type == ArgumentType.MONEY;
            case INTEGER -> type == ArgumentType.COUNT;
            case TIER -> effect.words() == WordKind.TIER;
            case JURISDICTIONS -> effect.words() == WordKind.PLACE;
            case STRING_SET ->
                type == ArgumentType.TEXT && effect.words() != WordKind.TIER && effect.words() != WordKind.PLACE;
            case PERCENT, DURATION -> false;
        };
        if (!fits) {
            refuse(
                    parameter.place(),
                    "%s takes no parameter of type %s",
                    effect,
                    parameter.type().word());
            return;
        }
        switch (value) {
            case ParameterValue.Words(var each) -> {
                if (each.size() > 1 && isNarrowing(effect)) {
                    refusals.add(
                            parameter.place(),
                            Refusal.PARAMETER,
                            "parameter (%s) holds %d words, and %s of all of them together could hardly be met\nMaybe leave one word."
                                    .formatted(parameter.name(), each.size(), effect.name()));
                }
                each.forEach(word -> wordCheck.check(effect.words(), word, parameter.place()));
            }
            case ParameterValue.Amount(var amount, var unused) -> {
                if (type == ArgumentType.COUNT && !isCount(amount)) {
                    refusals.add(
                            parameter.place(),
                            Refusal.PARAMETER,
                            "parameter (%s) must be at least 1 for %s".formatted(parameter.name(), effect.name()));
                }
            }
            case ParameterValue.Time ignored -> throw new IllegalStateException("durations fit no effect");
        }
    }

    /** Of several requirements all must be met; a target is in one place, of one provider and one model. */
    private static boolean isNarrowing(EffectWord effect) {
        return switch (effect.name()) {
            case "requireProvider", "requireModel", "requireHosting", "requireControl", "classify" -> true;
            default -> false;
        };
    }

    private void refuse(Place place, String message, Object... about) {
        var shown = about.clone();
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] instanceof FactField field) {
                shown[i] = field.qualified();
            } else if (shown[i] instanceof EffectWord effect) {
                shown[i] = effect.name();
            }
        }
        refusals.add(place, Refusal.TYPE, message.formatted(shown));
    }
}
