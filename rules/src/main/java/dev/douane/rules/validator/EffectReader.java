package dev.douane.rules.validator;

import dev.douane.rules.document.Nearest;
import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.EffectWord;
import dev.douane.rules.drl.EffectWords;
import dev.douane.rules.drl.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a {@code then} part: calls of effects, one behind the other. */
final class EffectReader {
    private static final String WAY_OUT = "Maybe write an effect such as decision.flag(\"review\");";

    private final Tokens tokens;
    private final OperandReader operands;
    private final TypeCheck types;
    private final PackWords words;
    private final RuleSize size;
    private final Refusals refusals;

    EffectReader(Tokens tokens, PackWords words, RuleSize size, Refusals refusals) {
        this.tokens = tokens;
        this.operands = new OperandReader(tokens, words, refusals);
        this.types = new TypeCheck(words, refusals);
        this.words = words;
        this.size = size;
        this.refusals = refusals;
    }

    /** Reads up to {@code end}, which is left, or the end of the text. */
    List<EffectCall> all(Scope scope) {
        var effects = new ArrayList<EffectCall>();
        while (!tokens.isNext("end") && !tokens.isAtEnd()) {
            try {
                effects.add(one(scope));
            } catch (Refusals.GiveUp noted) {
                tokens.skipHardTo(";", "end");
                tokens.skip(";");
            }
        }
        return effects;
    }

    private EffectCall one(Scope scope) {
        var first = tokens.take();
        if (!first.is("decision")) {
            throw refusals.giveUp(
                    first.place(),
                    Refusal.NOT_FOR_PACKS,
                    "(%s) is not for packs to write in a then part\n%s".formatted(first.shown(), WAY_OUT));
        }
        if (!tokens.skip(".")) {
            throw expected("a dot");
        }
        var name = tokens.take();
        if (!tokens.skip("(")) {
            throw expected("an opening bracket");
        }
        var effect = find(name);
        size.effect(name.place());
        var given = new ArrayList<Operand>();
        if (!tokens.isNext(")")) {
            do {
                var advice = NumberText.advice(tokens);
                if (advice != null) {
                    throw refusals.giveUp(tokens.peek().place(), Refusal.SYNTAX, advice);
                }
                given.add(operands.operand(null, scope));
            } while (tokens.skip(",") && given.size() <= 2);
        }
        if (!tokens.skip(")")) {
            throw expected(
                    "a closing bracket: an argument is a text, a number, a variable or a parameter, and nothing calculated");
        }
        if (!tokens.skip(";")) {
            throw refusals.giveUp(
                    first.place(),
                    Refusal.SYNTAX,
                    "decision.%s(…) is not closed by a semicolon\nMaybe write ; behind its bracket."
                            .formatted(effect.name()));
        }
        return new EffectCall(effect, arguments(effect, given, name), first.place());
    }

    private List<Operand> arguments(EffectWord effect, List<Operand> given, Token name) {
        var type = effect.argument();
        if (given.size() != effect.arity()) {
            throw refusals.giveUp(
                    name.place(),
                    Refusal.TYPE,
                    "%s takes %s, not %d arguments"
                            .formatted(
                                    effect.name(),
                                    type == null ? "nothing" : "one argument (" + type.label() + ")",
                                    given.size()));
        }
        return type == null ? List.of() : List.of(types.argument(effect, type, given.getFirst()));
    }

    private EffectWord find(Token name) {
        var effect = EffectWords.find(name.text())
                .orElseThrow(() -> refusals.giveUp(
                        name.place(),
                        Refusal.UNKNOWN_EFFECT,
                        Messages.withHint(
                                "there is no effect (%s)".formatted(name.shown()),
                                Nearest.maybe(
                                        name.text(),
                                        EffectWords.of(words.concern()).stream()
                                                .map(EffectWord::name)
                                                .toList()))));
        if (!effect.isAllowedTo(words.concern())) {
            refusals.add(
                    name.place(),
                    Refusal.EFFECT_OF_OTHER_CONCERN,
                    "effect (%s) is for packs of concern %s, and this pack's is %s\nMaybe move the rule, or write one of %s."
                            .formatted(
                                    effect.name(),
                                    effect.concerns().stream()
                                            .map(Concern::word)
                                            .collect(Collectors.joining(" or ")),
                                    words.concern().word(),
                                    EffectWords.of(words.concern()).stream()
                                            .map(EffectWord::name)
                                            .collect(Collectors.joining(", "))));
        }
        return effect;
    }

    private Refusals.GiveUp expected(String what) {
        var found = tokens.peek();
        return refusals.giveUp(
                found.place(),
                Refusal.SYNTAX,
                "(%s) stands where %s must stand\n%s".formatted(found.shown(), what, WAY_OUT));
    }
}
