package dev.douane.rules.oracle;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.JurisdictionGroups.Membered;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Facts by chance, made of the words and thresholds of the pages and of what stands beside them. Same seed, same facts. */
final class ArbitraryFacts {
    private static final List<String> DATA_CLASSES = List.of(
            "confidential",
            "export-controlled",
            "financial",
            "health",
            "internal",
            "personal",
            "public",
            "public-sector",
            "special-category");

    /** The codes that EU-003 lists, then some that it does not: neighbours, dependencies, and words that are no country's code. */
    private static final List<String> CALLER_PLACES = List.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO", "AX", "GF", "GP", "MF", "MQ", "RE",
            "YT", "AD", "BL", "CH", "FO", "GG", "GI", "GL", "IM", "JE", "JP", "KR", "MC", "NC", "SJ", "SM", "UA", "US",
            "VA", "XK", "EL", "UK", "EU", "EEA", "de", "gb", "in");

    private static final List<String> SUBJECT_PLACES =
            List.of("CH", "DE", "FR", "GB", "GI", "IN", "IN", "IS", "JP", "KR", "LU", "NO", "RE", "US", "ZZ");
    private static final List<String> ENVIRONMENTS =
            List.of("ci", "dev", "test", "prod", "staging", "production", "development", "DEV", "tests", "");

    private final Lots lots;
    private final Membered groups;

    ArbitraryFacts(long seed, Membered groups) {
        this.lots = new Lots(seed);
        this.groups = groups;
    }

    Facts facts() {
        var at = Instant.parse("2026-11-16T12:00:00Z").plusSeconds(lots.below(100_000_000));
        var call = call();
        return new Facts(
                call,
                caller(),
                data(),
                workload(call.operation().equals("embedding")),
                new ArbitraryBudgets(lots, at).budgets(),
                outages(),
                lots.chance(50)
                        ? Value.UNKNOWN
                        : new Value(BigDecimal.valueOf(lots.below(10)), BigDecimal.valueOf(lots.below(10))),
                Clock.at(at, ZoneOffset.UTC));
    }

    private Call call() {
        int inputTokens = lots.one(0, 1, 1_000, 199_999, 200_000, 200_001, lots.below(1_000_000));
        return new Call(
                "big",
                lots.one(null, null, "azure"),
                lots.one(null, null, "swedencentral"),
                lots.one(null, null, "azure-big"),
                lots.chance(78) ? "chat" : lots.one("embedding", "embedding", "embeddings", "Embedding", "image"),
                inputTokens,
                lots.chance(70) ? 0 : (int) lots.upTo(inputTokens),
                lots.one(null, 1, 500, 10_000),
                lots.one(1, 1, 2),
                lots.one("default", "priority", "priority", "flex", "batch", "auto"),
                new TreeSet<>(lots.some(List.of("tools", "vision"), 20)));
    }

    private Caller caller() {
        return new Caller(
                lots.one(null, "acme"),
                lots.one(null, "search"),
                lots.one(null, "ranking"),
                lots.one(null, "query-rewrite"),
                lots.one(null, "u-123"),
                lots.one(null, "r-1"),
                lots.chance(20) ? null : lots.one(ENVIRONMENTS),
                lots.one(null, "GB", "IN", "US", lots.one(CALLER_PLACES), lots.one(CALLER_PLACES)));
    }

    private Data data() {
        var classes = lots.one(
                List.<String>of(),
                List.of(lots.one(DATA_CLASSES)),
                lots.some(DATA_CLASSES, 15),
                lots.some(DATA_CLASSES, 30));
        var places = new TreeSet<String>();
        IntStream.range(0, lots.one(0, 1, 1, 2, 4)).forEach(i -> places.add(lots.one(SUBJECT_PLACES)));
        return Data.of(classes, places).withSubjectGroups(subjectGroups(places));
    }

    /** Mostly those of the day; any others too, since groups are dated data that an installation may write itself. */
    private SortedSet<String> subjectGroups(SortedSet<String> places) {
        return lots.chance(85)
                ? groups.groupsOf(places)
                : new TreeSet<>(lots.some(List.copyOf(groups.members().keySet()), 40));
    }

    private Workload workload(boolean embedding) {
        var tasks = new ArbitraryTasks(lots);
        var task = tasks.task(embedding);
        return new Workload(
                task,
                lots.chance(90) ? task : tasks.workloadClass(),
                lots.chance(95)
                        ? lots.one("low", "standard", "high", "critical")
                        : lots.one("severe", "HIGH", "medium"),
                lots.chance(95)
                        ? lots.one("discovery", "scaling", "production", "production")
                        : lots.one("pilot", "Discovery", "PRODUCTION"),
                lots.chance(50));
    }

    private List<Outage> outages() {
        return IntStream.range(0, lots.one(0, 0, 0, 1, 1, 2))
                .mapToObj(i -> lots.one(
                        new Outage("azure", null, null, null),
                        new Outage("azure", "swedencentral", null, null),
                        new Outage(null, "swedencentral", null, null),
                        new Outage(null, null, "big", null),
                        new Outage(null, null, null, "azure-big")))
                .toList();
    }
}
