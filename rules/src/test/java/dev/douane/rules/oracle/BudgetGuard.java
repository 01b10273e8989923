package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effect.CapCallCost;
import dev.douane.rules.decide.Effect.CapOutputTokens;
import dev.douane.rules.decide.Effect.CapTier;
import dev.douane.rules.decide.Effect.DeferUntilPeriodEnd;
import dev.douane.rules.decide.Effect.Deny;
import dev.douane.rules.decide.Effect.Flag;
import dev.douane.rules.decide.Effect.PreferCheapest;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** The page {@code budget-guard.md}. */
final class BudgetGuard {
    private BudgetGuard() {}

    static PackOracle pack() {
        var laws = new ArrayList<Law>();
        laws.addAll(aheadOfTheCalendar());
        laws.addAll(towardsTheEnd());
        laws.addAll(usedUp());
        laws.addAll(discovery());
        return new PackOracle("budget-guard", laws);
    }

    private static List<Law> aheadOfTheCalendar() {
        return List.of(
                Law.of(
                        "BUDGET-001",
                        facts -> !discovery(facts) && any(facts, budget -> isAheadOfTheCalendar(budget, 1.5)),
                        new CapTier("standard")),
                Law.of(
                        "BUDGET-002",
                        facts -> !discovery(facts)
                                && any(
                                        facts,
                                        budget -> budget.paced() && elapsed(budget) < 0.10 && used(budget) >= 0.25),
                        new CapTier("standard")),
                Law.of(
                        "BUDGET-003",
                        facts -> !discovery(facts)
                                && !urgent(facts)
                                && any(facts, budget -> isAheadOfTheCalendar(budget, 3.0)),
                        new CapTier("economy")));
    }

    private static List<Law> towardsTheEnd() {
        return List.of(
                Law.of("BUDGET-101", facts -> !discovery(facts) && anyUsed(facts, 0.80), new CapTier("standard")),
                Law.of(
                        "BUDGET-102",
                        facts -> !discovery(facts) && anyUsed(facts, 0.80) && nobodyWaits(facts),
                        new PreferCheapest()),
                Law.of(
                        "BUDGET-103",
                        facts -> !discovery(facts) && anyUsed(facts, 0.90) && !urgent(facts),
                        new CapCallCost(Money.parse("0.50"))),
                Law.of(
                        "BUDGET-104",
                        facts -> !discovery(facts) && anyUsed(facts, 0.95) && !urgent(facts),
                        new CapTier("economy")),
                Law.of(
                        "BUDGET-105",
                        facts -> !discovery(facts) && anyUsed(facts, 0.95) && !urgent(facts),
                        new CapOutputTokens(1_000)));
    }

    private static List<Law> usedUp() {
        return List.of(
                Law.of("BUDGET-201", facts -> anyUsed(facts, 1.0), new Flag("over-budget")),
                new Law(
                        "BUDGET-202",
                        facts -> anyUsed(facts, 1.0) && nobodyWaits(facts) && !urgent(facts),
                        BudgetGuard::deferUntilTheLastUsedUpPeriodEnds),
                Law.of(
                        "BUDGET-203",
                        facts -> anyUsed(facts, 1.2) && criticality(facts).equals("low"),
                        new Deny()));
    }

    private static List<Law> discovery() {
        return List.of(
                Law.of(
                        "BUDGET-301",
                        facts -> discovery(facts) && any(facts, budget -> isAheadOfTheCalendar(budget, 1.5)),
                        new Flag("discovery-pace")),
                Law.of(
                        "BUDGET-302",
                        facts -> discovery(facts) && any(facts, budget -> used(budget) >= 0.80 && used(budget) < 1.0),
                        new Flag("discovery-allowance")),
                Law.of(
                        "BUDGET-303",
                        facts -> discovery(facts) && anyUsed(facts, 1.0) && !urgent(facts),
                        new CapTier("economy")),
                Law.of(
                        "BUDGET-304",
                        facts -> discovery(facts) && anyUsed(facts, 1.0) && urgent(facts),
                        new CapTier("standard")));
    }

    private static Effect deferUntilTheLastUsedUpPeriodEnds(Facts facts) {
        return new DeferUntilPeriodEnd(facts.budgets().stream()
                .filter(budget -> used(budget) >= 1.0)
                .map(Budget::periodEnd)
                .max(Comparator.naturalOrder())
                .orElseThrow());
    }

    /** One and the same budget meets all that is asked. */
    private static boolean any(Facts facts, Predicate<Budget> all) {
        return facts.budgets().stream().anyMatch(all);
    }

    private static boolean anyUsed(Facts facts, double atLeast) {
        return any(facts, budget -> used(budget) >= atLeast);
    }

    private static double used(Budget budget) {
        return budget.getUsedFraction();
    }

    /** A ceiling of one window, or of a run, is ahead of nothing. */
    private static boolean isAheadOfTheCalendar(Budget budget, double pace) {
        return budget.paced() && elapsed(budget) >= 0.10 && Objects.requireNonNull(budget.getPace()) > pace;
    }

    private static double elapsed(Budget budget) {
        return Objects.requireNonNull(budget.getElapsedFraction());
    }

    private static boolean discovery(Facts facts) {
        return facts.workload().phase().equals("discovery");
    }

    private static boolean urgent(Facts facts) {
        return criticality(facts).equals("high") || criticality(facts).equals("critical");
    }

    private static String criticality(Facts facts) {
        return facts.workload().criticality();
    }

    private static boolean nobodyWaits(Facts facts) {
        return !facts.workload().interactive();
    }
}
