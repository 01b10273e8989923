package dev.douane.rules;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Calls by chance, made of the words that the shipped packs know and a few that they do not. Same seed, same calls. */
final class ArbitraryQuestions {
    static final Instant AT = Instant.parse("2026-11-16T12:00:00Z");

    private static final List<@Nullable String> TASKS = Arrays.asList(
            null,
            "summarise",
            "ticket-summary",
            "translate-letter",
            "triage",
            "classify",
            "extract",
            "sql",
            "legal-analysis",
            "root-cause-analysis",
            "security-review",
            "research",
            "search-query",
            "embed-documents",
            "write-limericks");
    private static final List<String> CLASSES = List.of(
            "confidential",
            "export-controlled",
            "financial",
            "health",
            "internal",
            "personal",
            "public",
            "public-sector",
            "special-category");
    private static final List<String> COUNTRIES = List.of("DE", "GB", "IN", "JP", "NO", "US");
    private static final List<@Nullable String> PLACES =
            Arrays.asList(null, "CH", "DE", "FR", "GB", "IN", "JE", "RE", "US");
    private static final List<Double> USED = List.of(0.1, 0.3, 0.79, 0.8, 0.9, 0.95, 1.0, 1.2, 1.5);
    private static final List<Double> ELAPSED = List.of(0.05, 0.1, 0.3, 0.5, 0.9);

    private final Random random;
    private final List<String> models;
    private final List<String> deployments;
    private final List<String> providers;

    ArbitraryQuestions(long seed, Catalog catalog) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        models = catalog.models().stream().map(model -> model.id().value()).toList();
        deployments =
                catalog.deployments().stream().map(each -> each.id().value()).toList();
        providers = catalog.deployments().stream()
                .map(each -> each.provider().value())
                .distinct()
                .sorted()
                .toList();
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T extends @Nullable Object> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    Random random() {
        return random;
    }

    Question question() {
        return new Question(call(), caller(), data(), workload(), options());
    }

    private Call call() {
        var embedding = chance(8);
        var pinned = !embedding && chance(15) ? one(deployments) : null;
        return new Call(
                pinned != null ? null : embedding ? "text-embedding-3-small" : model(),
                null,
                null,
                pinned,
                embedding ? Call.EMBEDDING : "chat",
                one(List.of(10, 1_000, 1_000, 30_000, 200_000, 200_001)),
                0,
                one(Arrays.asList(null, 100, 800, 4_000, 16_000)),
                1,
                chance(85) ? "default" : "priority",
                new TreeSet<>());
    }

    /** Dear models more often: they are the ones that rules move. */
    private String model() {
        return chance(10)
                ? Call.AUTO
                : chance(50) ? one(List.of("claude-opus-5", "gpt-5.4", "gemini-2.5-pro")) : one(models);
    }

    private Caller caller() {
        return new Caller(
                null,
                null,
                null,
                chance(70) ? "claims" : null,
                null,
                null,
                one(Arrays.asList(null, "prod", "dev", "ci")),
                one(PLACES));
    }

    private Data data() {
        var classes = chance(15) ? List.<String>of() : some(CLASSES, chance(50) ? 12 : 25);
        return Data.of(classes, chance(35) ? List.of() : some(COUNTRIES, 25));
    }

    private Workload workload() {
        return Workload.of(
                one(TASKS),
                one(List.of("low", "standard", "high", "critical")),
                one(List.of("discovery", "scaling", "production", "production")),
                chance(60));
    }

    private Options options() {
        return new Options(
                Options.Mode.ENFORCE,
                chance(80),
                one(List.of(Duration.ZERO, Duration.ofDays(60))),
                true,
                Options.Explain.REASONS);
    }

    List<Outage> outages() {
        return chance(80) ? List.of() : List.of(new Outage(one(providers), null, null, null));
    }

    List<Budget> budgets() {
        var budgets = new ArrayList<Budget>();
        if (chance(60)) {
            budgets.add(budget("company", Duration.ofDays(300)));
        }
        if (chance(40)) {
            budgets.add(budget("search", Duration.ofDays(30)));
        }
        return budgets;
    }

    private Budget budget(String name, Duration period) {
        var limit = Money.parse("1000");
        var passed = Math.round(period.toSeconds() * one(ELAPSED));
        var start = AT.minusSeconds(passed);
        return new Budget(
                name,
                name + "-team",
                "product=" + name,
                chance(40),
                limit,
                Money.ZERO,
                new Money(Math.round(limit.nanos() * one(USED))),
                start,
                start.plus(period),
                AT);
    }

    private List<String> some(List<String> of, int percent) {
        return of.stream().filter(each -> chance(percent)).toList();
    }
}
