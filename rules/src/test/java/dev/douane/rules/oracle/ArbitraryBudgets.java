package dev.douane.rules.oracle;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Budgets by chance, most of them at a threshold of the page {@code budget-guard.md}, or a nano-unit or a nanosecond beside it. */
final class ArbitraryBudgets {
    private static final List<Money> LIMITS = List.of(
            Money.parse("1000"),
            Money.parse("1000"),
            Money.parse("20"),
            Money.parse("0.000001"),
            Money.parse("333.333333333"),
            Money.parse("1000000000"));
    private static final List<Double> USED = List.of(0.0, 0.25, 0.80, 0.90, 0.95, 1.0, 1.2);
    private static final List<Double> PACES = List.of(1.5, 3.0);
    private static final List<Double> ELAPSED = List.of(-0.1, 0.0, 0.10, 0.10, 0.20, 0.25, 0.30, 0.50, 0.60, 1.0, 1.1);
    private static final List<Duration> PERIODS = List.of(
            Duration.ZERO,
            Duration.ofNanos(1_000),
            Duration.ofDays(1),
            Duration.ofSeconds(1_000_000),
            Duration.ofDays(30),
            Duration.ofDays(30),
            Duration.ofDays(365));

    private final Lots lots;
    private final Instant at;

    ArbitraryBudgets(Lots lots, Instant at) {
        this.lots = lots;
        this.at = at;
    }

    /** None to three. */
    List<Budget> budgets() {
        int count = lots.one(0, 1, 1, 2, 3);
        return IntStream.range(0, count).mapToObj(i -> budget("budget-" + i)).toList();
    }

    private Budget budget(String name) {
        var limit = lots.chance(4) ? Money.ZERO : lots.one(LIMITS);
        var period = lots.one(PERIODS);
        double elapsed = lots.chance(70) ? lots.one(ELAPSED) : lots.fractionBelow(1.0);
        var start = at.minusNanos(near(elapsed * period.toNanos()));
        // a one-off budget may go on for good
        var end = lots.chance(2) ? Instant.MAX : start.plus(period);
        long used = Math.max(0, near(used(elapsed) * limit.nanos()));
        long held = lots.chance(50) ? 0 : lots.upTo(used);
        return new Budget(
                name,
                "the " + name + " team",
                "product=" + name,
                lots.chance(50),
                limit,
                new Money(held),
                new Money(used - held),
                start,
                end,
                at,
                lots.chance(85));
    }

    private double used(double elapsed) {
        int lot = lots.below(100);
        return lot < 60 ? lots.one(USED) : lot < 85 ? lots.one(PACES) * elapsed : lots.fractionBelow(1.5);
    }

    /** The whole number, or one of its neighbours. */
    private long near(double exact) {
        return Math.round(exact) + lots.one(-1, 0, 0, 1);
    }
}
