package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.decide.Reason;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.decide.Rules;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.decide.Verdict;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Laws that the shipped packs keep together, for every call, over the starter catalog. A failure names the seed and the call. */
class ShippedPacksPropertiesTest {
    private static final long SEED = 20_261_122;
    private static final int CALLS = 1_000 * Integer.getInteger("douane.test.times", 1);

    /** One of these is in force for a call whose run is {@code more-}, with its number. */
    private static final List<String> PROHIBITIONS = List.of(
            "forbidHosting(\"US\")",
            "requireHosting(\"EEA\")",
            "requireHosting(\"IN\")",
            "forbidControl(\"US\")",
            "requireControl(\"EU\")",
            "forbidProvider(\"azure\")",
            "requireProvider(\"self-hosted\")",
            "forbidModel(\"claude-opus-5\")",
            "requireModel(\"gpt-5.4\")",
            "requireTag(\"hosting-zone-eu\")",
            "requireOpenWeights()",
            "requireSelfHosted()",
            "requireContinuityClause()",
            "requireResidencyClause()",
            "forbidTraining()",
            "requireCertification(\"SOC2\")",
            "deny()");

    private static final List<String> CAPS = List.of(
            "capTier(\"standard\")",
            "capTier(\"economy\")",
            "floorTier(\"standard\")",
            "capCallCost(\"0.01\")",
            "capOutputPrice(\"3.00\")");

    private static final Pattern ID = Pattern.compile("@id\\(\"([^\"]+)\"\\)");

    private static List<Pack> shipped;
    private static CatalogIndex catalog;
    private static CompiledRules rules;

    @BeforeAll
    static void compile() throws PackException {
        shipped = ShippedPacks.read(ShippedPacksPropertiesTest.class.getClassLoader());
        catalog = new CatalogIndex(
                CatalogReader.shipped(), JurisdictionsReader.shipped().on(LocalDate.parse("2026-11-16")));
        rules = compiled(shipped);
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    /** A call with everything else that its decision depends on. */
    private record Asked(Question question, List<Budget> budgets, List<Outage> outages) {
        static Asked by(ArbitraryQuestions any) {
            return new Asked(any.question(), any.budgets(), any.outages());
        }

        Asked inRun(String run) {
            var caller = question.caller();
            return new Asked(
                    question.from(new Caller(
                            caller.organisation(),
                            caller.product(),
                            caller.team(),
                            caller.workflow(),
                            caller.user(),
                            run,
                            caller.environment(),
                            caller.location())),
                    budgets,
                    outages);
        }

        Plan plan(Rules under) {
            var snapshot = new Snapshot(
                    new RulesetRef(1, "sha256:" + "0".repeat(64)),
                    under,
                    Settings.DEFAULT,
                    catalog,
                    outages,
                    (caller, at) -> budgets);
            return new Decider().plan(question, snapshot, ArbitraryQuestions.AT);
        }

        Decision decide(Rules under) {
            var plan = plan(under);
            return plan.decide(plan.admit(Headroom.of(budgets)), Headroom.of(budgets));
        }

        SortedSet<String> eligible(Rules under) {
            return plan(under).options().stream()
                    .map(option -> option.deployment().id().value())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static CompiledRules compiled(List<Pack> packs) throws PackException {
        return new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs));
    }

    private static List<Pack> shippedWithout(Predicate<String> name) {
        return shipped.stream()
                .filter(pack -> !name.test(pack.manifest().name()))
                .toList();
    }

    private static ArbitraryQuestions calls() {
        return new ArbitraryQuestions(SEED, catalog.catalog());
    }

    private static Pack more(String name, String concern, String prefix, List<String> effects) throws PackException {
        var drl = IntStream.range(0, effects.size())
                .mapToObj(i -> """
                        rule "%1$s %2$d"
                            @id("%1$s-%2$d")
                            @reason("One prohibition more.")
                        when
                            Caller(run == "%1$s-%2$d")
                        then
                            decision.%3$s;
                        end
                        """.formatted(prefix, i, effects.get(i)))
                .collect(Collectors.joining("\n"));
        var manifest = """
                name: %s
                version: 1.0.0
                concern: %s
                owners: [tests]
                title: One prohibition more
                description: Narrows by one effect, chosen by the name of the run.
                """.formatted(name, concern);
        return PackReader.of(name, List.of(new PackFile("pack.yaml", manifest), new PackFile("rules/more.drl", drl)));
    }

    @Test
    void one_more_prohibition_never_makes_anything_eligible() throws PackException {
        var packs = new ArrayList<>(shipped);
        packs.add(more("more-prohibitions", "sovereignty", "more", PROHIBITIONS));
        packs.add(more("more-caps", "cost-tier", "cap", CAPS));
        var runs = new ArrayList<String>();
        IntStream.range(0, PROHIBITIONS.size()).forEach(i -> runs.add("more-" + i));
        IntStream.range(0, CAPS.size()).forEach(i -> runs.add("cap-" + i));
        int narrowed = 0;
        try (var withMore = compiled(packs)) {
            var any = calls();
            for (int i = 0; i < CALLS; i++) {
                var asked = Asked.by(any);
                var run = any.one(runs);
                var before = asked.eligible(withMore);
                var after = asked.inRun(run).eligible(withMore);

                assertThat(before)
                        .as("call %d of seed %d, %s: %s", i, SEED, run, asked)
                        .containsAll(after);
                narrowed += after.size() < before.size() ? 1 : 0;
            }
        }
        assertThat(narrowed).as("calls that lost something").isGreaterThan(CALLS / 10);
    }

    /**
     * Not so for packs that classify, or that shorten answers: a shorter answer costs less and fits where a longer one did not. The European
     * pack goes first, since it leaves little for the others to take away.
     */
    @Test
    void one_more_sovereignty_pack_never_makes_anything_eligible() throws PackException {
        try (var notEuropean = compiled(shippedWithout("sovereignty-eu"::equals))) {
            neverWidens("sovereignty-eu", notEuropean, rules);
            for (var name : List.of("open-weights-continuity", "sovereignty-in", "sovereignty-uk")) {
                try (var without = compiled(shippedWithout(List.of(name, "sovereignty-eu")::contains))) {
                    neverWidens(name, without, notEuropean);
                }
            }
        }
    }

    private static void neverWidens(String name, Rules without, Rules with) {
        int narrowed = 0;
        var any = calls();
        for (int i = 0; i < CALLS / 2; i++) {
            var asked = Asked.by(any);
            var before = asked.eligible(without);
            var after = asked.eligible(with);

            assertThat(before)
                    .as("call %d of seed %d, with %s: %s", i, SEED, name, asked)
                    .containsAll(after);
            narrowed += after.size() < before.size() ? 1 : 0;
        }
        assertThat(narrowed).as("calls that lost something to %s", name).isGreaterThan(20);
    }

    @Test
    void a_country_pack_changes_nothing_for_calls_that_neither_people_nor_callers_there_are_part_of()
            throws PackException {
        int unconcerned = 0;
        try (var without = compiled(shippedWithout(List.of("sovereignty-in", "sovereignty-uk")::contains))) {
            var any = calls();
            for (int i = 0; i < CALLS; i++) {
                var asked = Asked.by(any);
                if (concerns("IN", asked) || concerns("GB", asked)) {
                    continue;
                }
                unconcerned++;
                assertThat(asked.decide(rules))
                        .as("call %d of seed %d: %s", i, SEED, asked)
                        .isEqualTo(asked.decide(without));
            }
        }
        assertThat(unconcerned).isGreaterThan(CALLS / 10);
    }

    private static boolean concerns(String country, Asked asked) {
        return country.equals(asked.question().caller().location())
                || asked.question().data().subjectLocations().contains(country);
    }

    @Test
    void the_order_of_rules_rows_and_files_changes_nothing() throws PackException {
        var random = new Random(SEED);
        var scattered = new ArrayList<Pack>();
        var gathered = new ArrayList<Pack>();
        for (var pack : shipped) {
            scattered.add(PackVariations.scattered(pack, random));
            gathered.add(PackVariations.gathered(pack, random));
        }
        sameAnswers(scattered);
        sameAnswers(gathered);
    }

    /** Packs stand in a ruleset by name, so other names are another order. */
    @Test
    void the_order_of_packs_changes_nothing() throws PackException {
        var reversed = new ArrayList<Pack>();
        for (int i = 0; i < shipped.size(); i++) {
            var name = (char) ('z' - i) + "-" + shipped.get(i).manifest().name();
            reversed.add(PackVariations.named(name, shipped.get(i)));
        }
        sameAnswers(reversed);
        assertThat(Ruleset.enforcing(shipped.reversed()).digest())
                .isEqualTo(Ruleset.enforcing(shipped).digest());
    }

    private static void sameAnswers(List<Pack> variation) throws PackException {
        var fired = new TreeSet<String>();
        try (var other = compiled(variation)) {
            assertThat(ids(other)).isEqualTo(ids(rules));
            var any = calls();
            for (int i = 0; i < CALLS; i++) {
                var asked = Asked.by(any);
                var answer = Answer.of(asked.decide(rules));

                assertThat(Answer.of(asked.decide(other)))
                        .as("call %d of seed %d: %s", i, SEED, asked)
                        .isEqualTo(answer);
                answer.because().forEach(reason -> fired.add(reason.rule()));
            }
        }
        assertThat(fired)
                .as("rules that some call met; of the tables' only a few")
                .containsAll(idsOutsideOfTables());
    }

    private static List<String> idsOutsideOfTables() {
        return shipped.stream()
                .flatMap(pack -> pack.rules().stream())
                .flatMap(file -> ID.matcher(file.text()).results())
                .map(id -> id.group(1))
                .toList();
    }

    private static List<String> ids(CompiledRules compiled) {
        return compiled.rules().stream().map(RuleRef::id).toList();
    }

    /** A decision without the names of packs. */
    private record Answer(
            String verdict,
            @Nullable Object detail,
            List<Because> because,
            List<Because> nearest,
            Object alternatives) {
        record Because(String rule, String effect, @Nullable String message) {
            static List<Because> all(List<Reason> reasons) {
                return reasons.stream()
                        .map(reason -> new Because(reason.rule(), reason.effect(), reason.message()))
                        .toList();
            }
        }

        static Answer of(Decision decision) {
            var verdict = decision.verdict();
            var because = Because.all(decision.reasons());
            return verdict instanceof Verdict.Deny(var nearest)
                    ? new Answer(
                            verdict.word(),
                            nearest.deployment(),
                            because,
                            Because.all(nearest.reasons()),
                            decision.alternatives())
                    : new Answer(verdict.word(), verdict, because, List.of(), decision.alternatives());
        }
    }
}
