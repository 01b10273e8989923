package dev.douane.rules.lint;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.RuleTree;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Requirements that nothing can meet together: two places without a country in common, two providers, a cap below a floor. */
final class ConflictCheck {
    private final Prover prover;
    private final CatalogIndex catalog;
    private final Told told;

    ConflictCheck(Prover prover, CatalogIndex catalog, Told told) {
        this.prover = prover;
        this.catalog = catalog;
        this.told = told;
    }

    private record Conflict(LintCode code, String why) {}

    List<Finding> check(List<RuleTree> rules) {
        return Compared.eachOf(rules, prover, (i, compared) -> {
            var rule = rules.get(i);
            for (int j = i; j < rules.size(); j++) {
                var other = rules.get(j);
                compared.effects(rule, other);
                conflict(rule, other)
                        .flatMap(found -> finding(rule, other, found, compared.prover()))
                        .ifPresent(compared::found);
            }
        });
    }

    private Optional<Conflict> conflict(RuleTree rule, RuleTree other) {
        return rule.then().stream()
                .flatMap(effect -> other.then().stream().map(its -> conflict(effect, its)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Finding> finding(RuleTree rule, RuleTree other, Conflict found, Prover prover) {
        if (rule.equals(other)) {
            return Optional.of(Finding.of(
                    found.code,
                    rule.place(),
                    rule.id(),
                    "rule (%s) contradicts itself: %s".formatted(rule.id(), found.why)));
        }
        if (prover.exclude(rule, other)) {
            return Optional.empty();
        }
        boolean always = prover.implies(rule, other) || prover.implies(other, rule);
        var possible = found.code == LintCode.CAP_BELOW_FLOOR ? Severity.NOTE : Severity.WARNING;
        return Optional.of(Finding.of(
                found.code,
                always ? found.code.worst() : possible,
                other.place(),
                other.id(),
                "rule (%s) and rule (%s, %s) %s fire for the same call: %s"
                        .formatted(other.id(), rule.id(), rule.place(), always ? "always" : "may", found.why)));
    }

    private Optional<Conflict> conflict(EffectCall one, EffectCall other) {
        return either(one, other, "capTier", "floorTier")
                .or(() -> switch (one.effect().name()) {
                    case "requireHosting", "requireControl" -> places(one, other);
                    case "requireProvider", "requireModel" -> words(one, other);
                    default -> Optional.empty();
                });
    }

    private Optional<Conflict> either(EffectCall one, EffectCall other, String cap, String floor) {
        if (one.effect().name().equals(floor)) {
            return other.effect().name().equals(cap) ? either(other, one, cap, floor) : Optional.empty();
        }
        if (!one.effect().name().equals(cap) || !other.effect().name().equals(floor)) {
            return Optional.empty();
        }
        var tiers = catalog.catalog().tiers();
        var most = told.word(one).flatMap(tiers::find);
        var least = told.word(other).flatMap(tiers::find);
        return most.isPresent()
                        && least.isPresent()
                        && most.get().rank() < least.get().rank()
                ? Optional.of(new Conflict(
                        LintCode.CAP_BELOW_FLOOR,
                        "the cap (%s) is below the floor (%s)"
                                .formatted(most.get().name(), least.get().name())))
                : Optional.empty();
    }

    private Optional<Conflict> places(EffectCall one, EffectCall other) {
        if (!one.effect().name().equals(other.effect().name())) {
            return Optional.empty();
        }
        var first = told.word(one).map(catalog.groups()::countries);
        var second = told.word(other).map(catalog.groups()::countries);
        return first.isPresent() && second.isPresent() && Collections.disjoint(first.get(), second.get())
                ? Optional.of(new Conflict(
                        LintCode.CONTRADICTORY_REQUIREMENTS,
                        "no country is in both %s and %s"
                                .formatted(
                                        told.word(one).orElse(""),
                                        told.word(other).orElse(""))))
                : Optional.empty();
    }

    private Optional<Conflict> words(EffectCall one, EffectCall other) {
        var first = told.word(one);
        var second = told.word(other);
        return one.effect().name().equals(other.effect().name())
                        && first.isPresent()
                        && second.isPresent()
                        && !first.equals(second)
                ? Optional.of(new Conflict(
                        LintCode.CONTRADICTORY_REQUIREMENTS,
                        "no deployment is of %s (%s) and (%s)"
                                .formatted(
                                        one.effect().name().equals("requireModel") ? "model" : "provider",
                                        first.get(),
                                        second.get())))
                : Optional.empty();
    }
}
