package dev.douane.rules.drools;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;

/** Facts for tests of the engine. */
public final class SomeFacts {
    static final Instant NOW = Instant.parse("2026-11-16T00:00:00Z");

    private SomeFacts() {}

    static Facts plain() {
        return of(Data.UNKNOWN, Workload.UNKNOWN, List.of());
    }

    static Facts of(Data data, Workload workload, List<Budget> budgets) {
        return new Facts(
                Call.chat("some-model", 1_000),
                Caller.UNKNOWN,
                data,
                workload,
                budgets,
                List.of(),
                Value.UNKNOWN,
                Clock.at(NOW, ZoneOffset.UTC));
    }

    public static Facts withTask(String task) {
        return of(Data.UNKNOWN, Workload.of(task, "standard", "production", true), List.of());
    }

    static Facts withBudgets(Budget... budgets) {
        return of(Data.UNKNOWN, Workload.UNKNOWN, List.of(budgets));
    }

    static Data personalDataFromTheEea() {
        return new Data(
                new TreeSet<>(List.of("personal")), new TreeSet<>(List.of("DE")), new TreeSet<>(List.of("EEA", "EU")));
    }

    /** A budget of 100 for November 2026. */
    static Budget budget(String name, String spent) {
        return budget(name, spent, Instant.parse("2026-12-01T00:00:00Z"));
    }

    static Budget budget(String name, String spent, Instant periodEnd) {
        return new Budget(
                name,
                "owner",
                "product=search",
                true,
                Money.parse("100"),
                Money.ZERO,
                Money.parse(spent),
                Instant.parse("2026-11-01T00:00:00Z"),
                periodEnd,
                NOW);
    }
}
