package dev.douane.rules.lint;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import java.util.IdentityHashMap;
import java.util.Map;

/** Which of two effects asks for more. Where a parameter is involved only equal effects are compared: it may be set to anything. */
record Strength(CatalogIndex catalog, Told told, Map<EffectCall, String> texts) {
    Strength(CatalogIndex catalog, Told told) {
        this(catalog, told, new IdentityHashMap<>());
    }

    /** Written once, for it is compared with that of every other rule. */
    private String text(EffectCall effect) {
        return texts.computeIfAbsent(effect, RuleText::of);
    }

    /** Whether {@code one} leaves nothing that {@code other} would rule out. */
    boolean atLeast(EffectCall one, EffectCall other) {
        if (!one.effect().equals(other.effect())) {
            return false;
        }
        if (text(one).equals(text(other))) {
            return true;
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

    /** Whether everything {@code weaker} asks for is asked for by {@code stronger} too. */
    boolean covers(RuleTree stronger, RuleTree weaker) {
        return weaker.then().stream().allMatch(asked -> stronger.then().stream().anyMatch(own -> atLeast(own, asked)));
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
