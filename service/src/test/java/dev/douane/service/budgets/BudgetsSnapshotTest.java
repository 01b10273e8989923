package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.ApprovedOverride;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.BudgetDefinition;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.terms.Target;
import dev.douane.rules.terms.TermsBook;
import dev.douane.rules.terms.Timeline;
import dev.douane.rules.terms.Wanted;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetsSnapshotTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final Period MONTH = Period.monthly(ZoneId.of("UTC"));

    private static Timeline budget(String name, Map<Attribute, String> scope) {
        return new Timeline(TestBudgets.budget(name, ScopeSelector.of(scope)));
    }

    private static AccountSnapshot account(Timeline budget, String scope, String spent, long version) {
        var span = MONTH.at(AT);
        return new AccountSnapshot(
                version,
                new AccountKey(budget.made().id(), scope, span.start()),
                span.end(),
                true,
                false,
                Money.parse("20"),
                Money.ZERO,
                Money.parse(spent),
                version);
    }

    private static Caller caller(@Nullable String product, @Nullable String user) {
        return new Caller(null, product, null, null, user, null, null, null);
    }

    private static BudgetsSnapshot seen(List<Timeline> budgets) {
        return new BudgetsSnapshot(TermsBook.of(1, budgets), 1_000);
    }

    @Test
    void an_account_that_nobody_opened_has_its_budget_and_nothing_spent() {
        var seen = seen(List.of(budget("all", Map.of())));

        assertThat(seen.touching(Caller.UNKNOWN, AT)).singleElement().satisfies(fact -> {
            assertThat(fact.scope()).isEqualTo("everything");
            assertThat(fact.limit()).isEqualTo(Money.parse("10"));
            assertThat(fact.used()).isEqualTo(Money.ZERO);
            assertThat(fact.periodEnd()).isEqualTo("2026-12-01T00:00:00Z");
        });
    }

    @Test
    void an_open_account_counts_with_its_own_limit_in_its_own_period_only() {
        var all = budget("all", Map.of());
        var seen = seen(List.of(all)).withAccounts(List.of(account(all, "everything", "3", 1)));

        assertThat(seen.touching(Caller.UNKNOWN, AT).getFirst().left()).isEqualTo(Money.parse("17"));
        assertThat(seen.touching(Caller.UNKNOWN, AT.plusSeconds(864_000))
                        .getFirst()
                        .left())
                .isEqualTo(Money.parse("10"));
    }

    @Test
    void of_two_pictures_of_an_account_the_newer_stays_whichever_comes_last() {
        var all = budget("all", Map.of());
        var seen = seen(List.of(all))
                .withAccounts(List.of(account(all, "everything", "3", 5)))
                .withAccounts(List.of(account(all, "everything", "1", 4)));

        assertThat(seen.touching(Caller.UNKNOWN, AT).getFirst().spent()).isEqualTo(Money.parse("3"));
    }

    static Stream<Long> seeds() {
        return Stream.of(1L, 2L, 3L, 4L, 5L);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_found_by_index_is_what_a_look_at_every_budget_finds(long seed) {
        var random = new Random(seed);
        var budgets = new ArrayList<Timeline>();
        for (int i = 0; i < 60; i++) {
            var scope = new HashMap<Attribute, String>();
            for (var attribute : List.of(Attribute.PRODUCT, Attribute.USER)) {
                switch (random.nextInt(3)) {
                    case 0 -> scope.put(attribute, "v" + random.nextInt(3));
                    case 1 -> scope.put(attribute, Wanted.EACH_WORD);
                    default -> {}
                }
            }
            budgets.add(budget("b" + i, scope));
        }
        var seen = seen(budgets);
        for (int i = 0; i < 200; i++) {
            var caller = caller(
                    random.nextInt(4) == 0 ? null : "v" + random.nextInt(4),
                    random.nextInt(4) == 0 ? null : "v" + random.nextInt(4));

            var expected = budgets.stream()
                    .map(Timeline::made)
                    .filter(budget -> budget.scope().matches(caller, null))
                    .sorted(Comparator.comparing(BudgetDefinition::name))
                    .map(budget -> budget.name() + " " + budget.scope().scope(caller, null))
                    .toList();

            assertThat(seen.touching(caller, AT).stream().map(fact -> fact.name() + " " + fact.scope()))
                    .containsExactlyElementsOf(expected);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_a_target_touches_is_what_a_look_at_every_budget_finds(long seed) {
        var random = new Random(seed);
        var budgets = new ArrayList<Timeline>();
        for (int i = 0; i < 80; i++) {
            var wanted = new TreeMap<Attribute, Wanted>();
            for (var attribute : List.of(Attribute.PRODUCT, Attribute.USER, Attribute.PROVIDER, Attribute.TIER)) {
                switch (random.nextInt(5)) {
                    case 0 -> wanted.put(attribute, Wanted.of("v" + random.nextInt(3)));
                    case 1 -> wanted.put(attribute, Wanted.EACH);
                    case 2 -> wanted.put(attribute, Wanted.anyOf(List.of("v" + random.nextInt(4), "v2")));
                    default -> {}
                }
            }
            budgets.add(new Timeline(TestBudgets.budget("b" + i, new ScopeSelector(wanted))));
        }
        var seen = seen(budgets);
        assertThat(seen.terms().hasTargetBudgets()).isTrue();
        for (int i = 0; i < 300; i++) {
            var caller = caller(
                    random.nextInt(4) == 0 ? null : "v" + random.nextInt(4),
                    random.nextInt(4) == 0 ? null : "v" + random.nextInt(4));
            var target = new Target("v" + random.nextInt(4), "m", "f", "v" + random.nextInt(4));

            assertThat(words(seen.terms().matching(caller, AT)))
                    .containsExactlyElementsOf(looked(budgets, caller, target, false));
            assertThat(words(seen.terms().matching(caller, target, AT)))
                    .containsExactlyElementsOf(looked(budgets, caller, target, true));
        }
    }

    private static List<String> words(List<MatchedAccount> touched) {
        return touched.stream()
                .map(account -> account.budget().name() + " " + account.key().scope())
                .toList();
    }

    private static List<String> looked(List<Timeline> budgets, Caller caller, Target target, boolean ofTarget) {
        return budgets.stream()
                .map(Timeline::made)
                .filter(budget -> budget.scope().looksAtTarget() == ofTarget)
                .filter(budget -> budget.scope().matches(caller, target))
                .sorted(Comparator.comparing(BudgetDefinition::name))
                .map(budget -> budget.name() + " " + budget.scope().scope(caller, target))
                .toList();
    }

    @Test
    void a_group_of_models_has_one_account_and_each_provider_its_own() {
        var group = new TreeMap<Attribute, Wanted>();
        group.put(Attribute.MODEL, Wanted.anyOf(List.of("big", "bigger")));
        var seen = seen(List.of(
                new Timeline(TestBudgets.budget("dear", new ScopeSelector(group))),
                budget("providers", Map.of(Attribute.PROVIDER, Wanted.EACH_WORD))));

        assertThat(words(seen.terms().matching(Caller.UNKNOWN, new Target("azure", "big", "f", "t"), AT)))
                .containsExactly("dear model=big|bigger", "providers provider=azure");
        assertThat(words(seen.terms().matching(Caller.UNKNOWN, new Target("acme", "bigger", "f", "t"), AT)))
                .containsExactly("dear model=big|bigger", "providers provider=acme");
        assertThat(words(seen.terms().matching(Caller.UNKNOWN, new Target("acme", "small", "f", "t"), AT)))
                .containsExactly("providers provider=acme");
        assertThat(seen.terms().matching(Caller.UNKNOWN, AT)).isEmpty();
    }

    @Test
    void a_starter_budget_is_for_workflows_that_no_other_budget_names() {
        var starter = ScopeSelector.of(Map.of(Attribute.WORKFLOW, Wanted.EACH_WORD));
        var known = new TreeMap<Attribute, Wanted>();
        known.put(Attribute.WORKFLOW, Wanted.anyOf(List.of("billing", "search")));
        var seen = seen(List.of(
                new Timeline(TestBudgets.budget("all", ScopeSelector.of(Map.of()))),
                new Timeline(TestBudgets.budget("known", new ScopeSelector(known))),
                new Timeline(TestBudgets.budget(
                        "starter", starter, true, TestBudgets.terms(TestBudgets.MONTH, "25", new Rollover.None())))));

        assertThat(words(seen.terms().matching(workflow("search"), AT)))
                .containsExactly("all everything", "known workflow=billing|search");
        assertThat(words(seen.terms().matching(workflow("new-idea"), AT)))
                .containsExactly("all everything", "starter workflow=new-idea");
        assertThat(words(seen.terms().matching(workflow(null), AT)))
                .containsExactly("all everything", "starter workflow=(none)");
    }

    private static Caller workflow(@Nullable String workflow) {
        return new Caller(null, null, null, workflow, null, null, null, null);
    }

    @Test
    void a_window_touches_nothing_before_and_after_it_and_a_closed_budget_nothing_at_all() {
        var window = new Period.Once(new Period.Span(AT.minusSeconds(60), AT.plusSeconds(60)));
        var campaign = new Timeline(TestBudgets.budget(
                "campaign", ScopeSelector.of(Map.of()), false, TestBudgets.terms(window, "5", new Rollover.None())));
        var closing = new Timeline(
                TestBudgets.budget("closing", ScopeSelector.of(Map.of())),
                List.of(new Timeline.Amendment(
                        1,
                        AT.plusSeconds(30),
                        false,
                        new Changes(null, null, null, null, null, null, null, null, true))),
                List.of());
        var seen = seen(List.of(campaign, closing));

        assertThat(words(seen.terms().matching(Caller.UNKNOWN, AT)))
                .containsExactly("campaign everything", "closing everything");
        assertThat(words(seen.terms().matching(Caller.UNKNOWN, AT.minusSeconds(61))))
                .containsExactly("closing everything");
        assertThat(words(seen.terms().matching(Caller.UNKNOWN, AT.plusSeconds(30))))
                .containsExactly("campaign everything");
        assertThat(seen.terms().matching(Caller.UNKNOWN, AT.plusSeconds(60))).isEmpty();
    }

    @Test
    void an_override_adds_to_its_account_while_it_runs_and_to_no_other() {
        var users = new Timeline(
                TestBudgets.budget("users", ScopeSelector.of(Map.of(Attribute.USER, Wanted.EACH_WORD))),
                List.of(),
                List.of(
                        new ApprovedOverride(1, "user=ann", Money.parse("3"), AT, AT.plusSeconds(60)),
                        new ApprovedOverride(2, null, Money.parse("0.5"), AT, AT.plusSeconds(120))));
        var seen = seen(List.of(users));

        assertThat(limit(seen, "ann", AT.minusNanos(1))).isEqualTo(Money.parse("10"));
        assertThat(limit(seen, "ann", AT)).isEqualTo(Money.parse("13.5"));
        assertThat(limit(seen, "bob", AT)).isEqualTo(Money.parse("10.5"));
        assertThat(limit(seen, "ann", AT.plusSeconds(60))).isEqualTo(Money.parse("10.5"));
        assertThat(limit(seen, "ann", AT.plusSeconds(120))).isEqualTo(Money.parse("10"));
    }

    @Test
    void an_override_of_a_budget_without_limit_changes_nothing() {
        var users = new Timeline(
                TestBudgets.budget(
                        "users",
                        ScopeSelector.of(Map.of(Attribute.USER, Wanted.EACH_WORD)),
                        false,
                        TestBudgets.terms(TestBudgets.MONTH, Money.MAX.toString(), new Rollover.None())),
                List.of(),
                List.of(
                        new ApprovedOverride(1, "user=ann", Money.MAX, AT, AT.plusSeconds(60)),
                        new ApprovedOverride(2, null, Money.parse("0.5"), AT, AT.plusSeconds(60))));

        assertThat(limit(seen(List.of(users)), "ann", AT)).isEqualTo(Money.MAX);
        assertThat(limit(seen(List.of(users)), "bob", AT)).isEqualTo(Money.MAX);
    }

    private static Money limit(BudgetsSnapshot seen, String user, Instant at) {
        return seen.touching(caller("p", user), at).getFirst().limit();
    }

    @Test
    void the_map_of_accounts_agrees_with_a_plain_one_and_older_maps_stay_as_they_were() {
        var random = new Random(11);
        var all = budget("all", Map.of());
        var plain = new HashMap<AccountKey, AccountSnapshot>();
        var map = AccountMap.EMPTY;
        var before = new ArrayList<Map.Entry<AccountMap, Map<AccountKey, AccountSnapshot>>>();
        for (int round = 0; round < 300; round++) {
            if (round % 30 == 0) {
                before.add(Map.entry(map, Map.copyOf(plain)));
            }
            var some = new ArrayList<AccountSnapshot>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                some.add(account(all, "user=" + random.nextInt(2000), "1", random.nextInt(100)));
            }
            map = map.with(some);
            some.forEach(seen ->
                    plain.merge(seen.key(), seen, (last, next) -> next.version() >= last.version() ? next : last));
        }
        before.add(Map.entry(map, plain));

        for (var entry : before) {
            assertThat(entry.getKey().size()).isEqualTo(entry.getValue().size());
            for (int user = 0; user < 2000; user++) {
                var key = account(all, "user=" + user, "1", 1).key();
                assertThat(entry.getKey().get(key)).isEqualTo(entry.getValue().get(key));
            }
        }
    }
}
