package dev.douane.rules.lint;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.RuleMeaning;
import dev.douane.rules.drl.RuleTree;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which of two effects asks for more. Where a parameter or a variable is involved only effects that mean the same are compared: it may be set to,
 * or stand for, anything.
 */
record Strength(CatalogIndex catalog, Told told, Map<RuleTree, Strength.Meant> meanings) {
    Strength(CatalogIndex catalog, Told told) {
        this(catalog, told, new IdentityHashMap<>());
    }

    /** What a rule means, written once, for it is compared with that of every other rule. */
    record Meant(List<String> conditions, List<String> effects) {
        static Meant of(RuleTree rule) {
            var meaning = RuleMeaning.of(rule);
            return new Meant(meaning.conditions(), meaning.effects());
        }
    }

    private Meant meant(RuleTree rule) {
        return meanings.computeIfAbsent(rule, Meant::of);
    }

    /** Whether everything {@code weaker} asks for is asked for by {@code stronger} too. */
    boolean covers(RuleTree stronger, RuleTree weaker) {
        return IntStream.range(0, weaker.then().size())
                .allMatch(asked -> IntStream.range(0, stronger.then().size())
                        .anyMatch(own -> isSame(stronger, own, weaker, asked)
                                || atLeast(
                                        stronger.then().get(own), weaker.then().get(asked))));
    }

    /** What hangs on one of several budgets or outages is the same where that one is chosen alike. */
    private boolean isSame(RuleTree one, int effect, RuleTree other, int otherEffect) {
        return meant(one).effects().get(effect).equals(meant(other).effects().get(otherEffect))
                && (!RuleMeaning.hangsOnOneOfSeveral(one.then().get(effect))
                        || meant(one).conditions().equals(meant(other).conditions()));
    }

    /** Whether {@code one} leaves nothing that {@code other} would rule out; only where both are told what never changes. */
    private boolean atLeast(EffectCall one, EffectCall other) {
        if (!one.effect().equals(other.effect())) {
            return false;
        }
        if (isSetLater(one) || isSetLater(other)) {
            return false;
        }
        return switch (one.effect().name()) {
            case "capTier" -> rank(one) >= 0 && rank(other) >= 0 && rank(one) <= rank(other);
            case "floorTier" -> rank(one) >= 0 && rank(other) >= 0 && rank(one) >= rank(other);
            case "capCallCost", "capOutputPrice", "capOutputTokens" ->
                told.amount(one)
                        .flatMap(own -> told.amount(other).map(its -> own.compareTo(its) <= 0))
                        .orElse(false);
            case "requireHosting", "requireControl" -> isPartOf(one, other);
            case "forbidHosting", "forbidControl" -> isPartOf(other, one);
            default -> false;
        };
    }

    private static boolean isSetLater(EffectCall effect) {
        return effect.arguments().stream()
                .anyMatch(argument -> !(argument instanceof Operand.Text) && !(argument instanceof Operand.Amount));
    }

    private int rank(EffectCall effect) {
        return told.word(effect)
                .flatMap(word -> catalog.catalog().tiers().find(word))
                .map(tier -> tier.rank())
                .orElse(-1);
    }

    private boolean isPartOf(EffectCall one, EffectCall other) {
        var inner = told.word(one).map(catalog.groups()::countries);
        var outer = told.word(other).map(catalog.groups()::countries);
        return inner.isPresent() && outer.isPresent() && outer.get().containsAll(inner.get());
    }
}
