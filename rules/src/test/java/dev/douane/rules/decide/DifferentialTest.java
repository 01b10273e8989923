package dev.douane.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The resolver and a naive one give the same answer to twenty thousand generated questions; the long run asks more than a hundred thousand. */
class DifferentialTest {
    /** Of one run: {@code ./douane soak} makes five times as much. */
    private static final int TIMES = Integer.getInteger("douane.test.times", 1);

    private static final int CATALOGS = 410 * TIMES;
    private static final int QUESTIONS = 50;

    private final Map<String, Integer> met = new TreeMap<>();

    @Test
    void the_fast_resolver_answers_as_the_naive_one_in_everything() {
        IntStream.range(0, CATALOGS).parallel().forEach(this::agreeOn);

        assertThat(met.get("questions")).isGreaterThanOrEqualTo(20_000 * TIMES);
        assertThat(met.get("large group")).as("groups that are priced by class").isGreaterThan(100 * TIMES);
        assertThat(met.get("large group with preferences")).isGreaterThan(10 * TIMES);
        assertThat(met.get("rule-error")).isGreaterThan(200 * TIMES);
        assertThat(met.get("waits until a budget's state lifts")).isGreaterThan(60 * TIMES);
        for (var verdict : List.of("allow", "reroute", "downgrade", "defer", "deny")) {
            assertThat(met.get(verdict)).as(verdict).isGreaterThan(200 * TIMES);
            assertThat(met.get("unbounded " + verdict))
                    .as("%s where target budgets or overrun rules leave no bound", verdict)
                    .isGreaterThan(60 * TIMES);
        }
        System.out.println("differential test met " + met);
    }

    private void agreeOn(int seed) {
        var any = new Arbitrary(seed);
        var catalog = any.catalog();
        var index = catalog.index();
        var counts = new TreeMap<String, Integer>();
        for (int i = 0; i < QUESTIONS; i++) {
            agreeOn("seed " + seed + ", question " + i, any, catalog, index, counts);
        }
        synchronized (met) {
            counts.forEach((what, count) -> met.merge(what, count, Integer::sum));
        }
    }

    private static void agreeOn(
            String which, Arbitrary any, ArbitraryCatalog catalog, CatalogIndex index, Map<String, Integer> counts) {
        var settings = new Settings(any.one(1, 800, 4096), ZoneOffset.UTC);
        var question = any.question(catalog);
        var classification = any.classification();
        var effects = any.effects(catalog);
        var failing = any.chance(2) ? "R-13" : null;
        var outages = any.outages(catalog);
        var accounts = any.headroom(catalog);
        var headroom = accounts.isPlain() && any.chance(80) ? Headroom.of(accounts.budgets()) : accounts;
        var said = new ArrayList<>(classification);
        said.addAll(effects);
        var lifting = any.lifting(effects, accounts);
        var naive =
                new NaiveResolver(question, index.catalog(), index.groups(), settings, outages, said, lifting, failing);

        var expected = naive.decide(accounts.accounts());
        var rules = Arbitrary.saying(classification, effects, lifting, failing);
        var plan = plan(question, index, rules, settings, outages, accounts.budgets());

        assertThat(Answer.of(plan, headroom, Ahead.NOTHING)).as(which).isEqualTo(expected);
        assertThat(Answer.of(plan, headroom, plan.ahead()))
                .as("%s, worked out ahead", which)
                .isEqualTo(expected);
        assertThat(Answer.wouldHave(plan, headroom))
                .as("%s, were all enforced", which)
                .isEqualTo(wouldHave(
                        failing,
                        said,
                        all -> new NaiveResolver(
                                        question,
                                        index.catalog(),
                                        index.groups(),
                                        settings,
                                        outages,
                                        all,
                                        enforced(lifting, said),
                                        null)
                                .decide(accounts.accounts())));
        if (!accounts.isPlain() && headroom.most().equals(Money.MAX)) {
            counts.merge("unbounded " + expected.verdict().split("[ ,]", -1)[0], 1, Integer::sum);
        }
        if (naive.waitsForRules()) {
            counts.merge("waits until a budget's state lifts", 1, Integer::sum);
        }
        count(counts, expected, naive.largestGroup(), effects);
    }

    /** What was said twice, enforced and observed, lifts when both have. */
    private static Map<Fired, Instant> enforced(Map<Fired, Instant> lifting, List<Fired> said) {
        var enforced = new HashMap<Fired, Instant>();
        for (var one : said) {
            enforced.merge(
                    new Fired(one.rule(), one.effect(), Fired.Mode.ENFORCE),
                    lifting.getOrDefault(one, Instant.MAX),
                    (a, b) -> a.isAfter(b) ? a : b);
        }
        enforced.values().removeIf(Instant.MAX::equals);
        return enforced;
    }

    /** The verdict with everything that was said enforced, and the rules that were only observed; null where none was, or the rules failed. */
    private static @Nullable String wouldHave(
            @Nullable String failing, List<Fired> said, Function<List<Fired>, Answer> naive) {
        var observed = new TreeSet<String>();
        var all = new ArrayList<Fired>();
        for (var one : said) {
            all.add(new Fired(one.rule(), one.effect(), Fired.Mode.ENFORCE));
            if (one.mode() == Fired.Mode.OBSERVE) {
                observed.add(one.rule().id());
            }
        }
        return failing != null || observed.isEmpty() ? null : naive.apply(all).verdict() + " because of " + observed;
    }

    private static Plan plan(
            Question question,
            CatalogIndex index,
            Rules rules,
            Settings settings,
            List<Outage> outages,
            List<Budget> budgets) {
        var snapshot = new Snapshot(
                new RulesetRef(1, "sha256:rules"), rules, settings, index, outages, (caller, at) -> budgets);
        return new Decider().plan(question, snapshot, Arbitrary.NOW);
    }

    private static void count(Map<String, Integer> counts, Answer answer, int largestGroup, List<Fired> effects) {
        counts.merge("questions", 1, Integer::sum);
        counts.merge(answer.verdict().split("[ ,]", -1)[0], 1, Integer::sum);
        if (answer.reasons().stream().anyMatch(reason -> reason.startsWith("rule-error"))) {
            counts.merge("rule-error", 1, Integer::sum);
        }
        if (largestGroup > 128) {
            counts.merge("large group", 1, Integer::sum);
            if (effects.stream().anyMatch(one -> one.effect() instanceof Effect.PreferHosting)) {
                counts.merge("large group with preferences", 1, Integer::sum);
            }
        }
    }
}
