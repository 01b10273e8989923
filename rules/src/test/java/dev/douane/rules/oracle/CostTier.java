package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effect.CapCallCost;
import dev.douane.rules.decide.Effect.CapOutputPrice;
import dev.douane.rules.decide.Effect.CapOutputTokens;
import dev.douane.rules.decide.Effect.CapTier;
import dev.douane.rules.decide.Effect.Flag;
import dev.douane.rules.decide.Effect.FloorTier;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page {@code cost-tier.md}. */
final class CostTier {
    static final Set<String> FRONTIER_CLASSES = Set.of(
            "agentic-coding",
            "architecture-design",
            "contract-review",
            "incident-analysis",
            "legal-analysis",
            "model-evaluation",
            "research",
            "security-review");

    private static final Set<String> NEVER_CHEAP_WHEN_IT_MATTERS =
            Set.of("contract-review", "incident-analysis", "legal-analysis", "security-review");
    private static final Set<String> CHEAP_BULK_WORK = Set.of(
            "classify",
            "data-labelling",
            "extract",
            "moderate",
            "sentiment",
            "summarise",
            "transcription-cleanup",
            "translate");

    /** A row of the table of ceilings. */
    private record Ceiling(int number, String workloadClass, Waits waits, String tier) {
        Law law() {
            return Law.of(
                    "COST-" + number,
                    facts -> workloadClass.equals(classOf(facts)) && waits.holds(facts),
                    new CapTier(tier));
        }
    }

    /** The column <em>somebody waits</em>. */
    private enum Waits {
        EITHER,
        NO,
        YES;

        boolean holds(Facts facts) {
            return switch (this) {
                case EITHER -> true;
                case NO -> nobodyWaits(facts);
                case YES -> !nobodyWaits(facts);
            };
        }
    }

    static final Set<String> CAPPED_CLASSES = Set.copyOf(
            ceilings().stream().map(Ceiling::workloadClass).distinct().toList());

    private CostTier() {}

    static PackOracle pack() {
        var laws = new ArrayList<Law>();
        laws.addAll(frontier());
        ceilings().forEach(ceiling -> laws.add(ceiling.law()));
        laws.addAll(lengths());
        laws.addAll(spending());
        return new PackOracle("cost-tier", laws);
    }

    private static List<Law> frontier() {
        return List.of(
                Law.of("COST-001", CostTier::classInNeitherList, new CapTier("standard")),
                Law.of("COST-002", facts -> classOf(facts) == null, new CapTier("standard")),
                Law.of(
                        "COST-003",
                        facts -> isOneOf(FRONTIER_CLASSES, facts)
                                && criticality(facts).equals("low")
                                && nobodyWaits(facts),
                        new CapTier("standard")),
                Law.of(
                        "COST-004",
                        facts -> isOneOf(NEVER_CHEAP_WHEN_IT_MATTERS, facts)
                                && (criticality(facts).equals("high")
                                        || criticality(facts).equals("critical")),
                        new FloorTier("standard")));
    }

    private static List<Ceiling> ceilings() {
        return List.of(
                new Ceiling(101, "classify", Waits.EITHER, "economy"),
                new Ceiling(102, "extract", Waits.EITHER, "economy"),
                new Ceiling(103, "sentiment", Waits.EITHER, "economy"),
                new Ceiling(104, "moderate", Waits.EITHER, "economy"),
                new Ceiling(105, "route-intent", Waits.EITHER, "economy"),
                new Ceiling(106, "title-generation", Waits.EITHER, "economy"),
                new Ceiling(107, "code-completion", Waits.EITHER, "economy"),
                new Ceiling(108, "proofread", Waits.EITHER, "economy"),
                new Ceiling(109, "transcription-cleanup", Waits.EITHER, "economy"),
                new Ceiling(110, "data-labelling", Waits.EITHER, "economy"),
                new Ceiling(111, "summarise", Waits.NO, "economy"),
                new Ceiling(112, "translate", Waits.NO, "economy"),
                new Ceiling(113, "summarise", Waits.YES, "standard"),
                new Ceiling(114, "translate", Waits.YES, "standard"),
                new Ceiling(115, "rewrite", Waits.EITHER, "standard"),
                new Ceiling(116, "draft-email", Waits.EITHER, "standard"),
                new Ceiling(117, "draft-report", Waits.EITHER, "standard"),
                new Ceiling(118, "chat-support", Waits.EITHER, "standard"),
                new Ceiling(119, "rag-answer", Waits.EITHER, "standard"),
                new Ceiling(120, "embed-query", Waits.EITHER, "standard"),
                new Ceiling(121, "embed-documents", Waits.EITHER, "standard"),
                new Ceiling(122, "code-generation", Waits.EITHER, "standard"),
                new Ceiling(123, "code-review", Waits.EITHER, "standard"),
                new Ceiling(124, "test-generation", Waits.EITHER, "standard"),
                new Ceiling(125, "generate-sql", Waits.EITHER, "standard"));
    }

    private static List<Law> lengths() {
        return List.of(
                atMost(201, "classify", 500),
                atMost(202, "sentiment", 500),
                atMost(203, "moderate", 500),
                atMost(204, "route-intent", 500),
                atMost(205, "title-generation", 500),
                atMost(206, "code-completion", 1_000),
                atMost(207, "summarise", 2_000),
                atMost(208, "chat-support", 2_000),
                atMost(209, "rag-answer", 2_000),
                atMost(210, "extract", 4_000));
    }

    private static Law atMost(int number, String workloadClass, int tokens) {
        return Law.of("COST-" + number, facts -> workloadClass.equals(classOf(facts)), new CapOutputTokens(tokens));
    }

    private static List<Law> spending() {
        return List.of(
                Law.of("COST-010", CostTier::nobodyWaits, new Effect.PreferCheapest()),
                Law.of(
                        "COST-011",
                        facts -> nobodyWaits(facts) && isOneOf(CHEAP_BULK_WORK, facts),
                        new CapOutputPrice(Money.parse("3.00"))),
                Law.of("COST-012", inAnyOf("dev", "test", "ci"), new CapCallCost(Money.parse("0.25"))),
                Law.of("COST-013", facts -> facts.call().inputTokens() > 200_000, new Flag("long-context")),
                Law.of(
                        "COST-014",
                        facts -> facts.call().serviceTier().equals("priority") && nobodyWaits(facts),
                        new Flag("priority-without-waiter")));
    }

    private static Predicate<Facts> inAnyOf(String... environments) {
        return facts -> Stream.of(environments)
                .anyMatch(environment -> environment.equals(facts.caller().environment()));
    }

    private static boolean classInNeitherList(Facts facts) {
        return classOf(facts) != null && !isOneOf(FRONTIER_CLASSES, facts) && !isOneOf(CAPPED_CLASSES, facts);
    }

    private static boolean isOneOf(Set<String> classes, Facts facts) {
        var workloadClass = classOf(facts);
        return workloadClass != null && classes.contains(workloadClass);
    }

    private static @Nullable String classOf(Facts facts) {
        return facts.workload().workloadClass();
    }

    private static String criticality(Facts facts) {
        return facts.workload().criticality();
    }

    private static boolean nobodyWaits(Facts facts) {
        return !facts.workload().interactive();
    }
}
