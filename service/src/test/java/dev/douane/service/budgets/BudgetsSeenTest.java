package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetsSeenTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final Period MONTH = Period.monthly(ZoneId.of("UTC"));

    private static BudgetDefinition budget(String name, Map<Attribute, String> scope) {
        return new BudgetDefinition(
                UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                name,
                "P&L",
                Money.parse("10"),
                new ScopeSelector(new TreeMap<>(scope)),
                MONTH,
                true,
                false);
    }

    private static AccountSeen account(BudgetDefinition budget, String scope, String spent, long version) {
        var span = MONTH.at(AT);
        return new AccountSeen(
                version,
                new AccountKey(budget.id(), scope, span.start()),
                span.end(),
                true,
                Money.parse("20"),
                Money.ZERO,
                Money.parse(spent),
                version);
    }

    private static Caller caller(String product, String user) {
        return new Caller(null, product, null, null, user, null, null, null);
    }

    @Test
    void an_account_that_nobody_opened_has_its_budget_and_nothing_spent() {
        var seen = new BudgetsSeen(List.of(budget("all", Map.of())));

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
        var seen = new BudgetsSeen(List.of(all)).withAccounts(List.of(account(all, "everything", "3", 1)));

        assertThat(seen.touching(Caller.UNKNOWN, AT).getFirst().left()).isEqualTo(Money.parse("17"));
        assertThat(seen.touching(Caller.UNKNOWN, AT.plusSeconds(864_000))
                        .getFirst()
                        .left())
                .isEqualTo(Money.parse("10"));
    }

    @Test
    void of_two_pictures_of_an_account_the_newer_stays_whichever_comes_last() {
        var all = budget("all", Map.of());
        var seen = new BudgetsSeen(List.of(all))
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
        var budgets = new ArrayList<BudgetDefinition>();
        for (int i = 0; i < 60; i++) {
            var scope = new HashMap<Attribute, String>();
            for (var attribute : List.of(Attribute.PRODUCT, Attribute.USER)) {
                switch (random.nextInt(3)) {
                    case 0 -> scope.put(attribute, "v" + random.nextInt(3));
                    case 1 -> scope.put(attribute, ScopeSelector.EACH);
                    default -> {}
                }
            }
            budgets.add(budget("b" + i, scope));
        }
        var seen = new BudgetsSeen(budgets);
        for (int i = 0; i < 200; i++) {
            var caller = caller(
                    random.nextInt(4) == 0 ? null : "v" + random.nextInt(4),
                    random.nextInt(4) == 0 ? null : "v" + random.nextInt(4));

            var expected = budgets.stream()
                    .filter(budget -> budget.scope().matches(caller))
                    .sorted(Comparator.comparing(BudgetDefinition::name))
                    .map(budget -> budget.name() + " " + budget.scope().scope(caller))
                    .toList();

            assertThat(seen.touching(caller, AT).stream().map(fact -> fact.name() + " " + fact.scope()))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void the_map_of_accounts_agrees_with_a_plain_one_and_older_maps_stay_as_they_were() {
        var random = new Random(11);
        var all = budget("all", Map.of());
        var plain = new HashMap<AccountKey, AccountSeen>();
        var map = AccountMap.EMPTY;
        var before = new ArrayList<Map.Entry<AccountMap, Map<AccountKey, AccountSeen>>>();
        for (int round = 0; round < 300; round++) {
            if (round % 30 == 0) {
                before.add(Map.entry(map, Map.copyOf(plain)));
            }
            var some = new ArrayList<AccountSeen>();
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
