package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Options;
import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.service.BesideOthers;
import dev.douane.service.budgets.AmendingBudgets;
import dev.douane.service.platform.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ledger does what a few plain maps would do: {@link NaiveLedger}. Every run makes some operations; a change of the ledger has to pass 51 000
 * of each seed: {@code -Ddouane.test.times=9}.
 */
@BesideOthers
class LedgerModelTest {
    private static final int OPERATIONS = 6_000 * Integer.getInteger("douane.test.times", 1);
    private static final int AT_ONCE = 300;

    static Stream<Long> seeds() {
        return Stream.of(20261121L, 7L);
    }

    /** One run: the real ledger and the naive one, given the same. */
    private static final class Run {
        final Random random;
        final TestServer.Database database;
        final TestLedger node;
        final AmendingBudgets amending;
        final NaiveLedger naive = new NaiveLedger();
        final List<UUID> known = new ArrayList<>();
        final Map<String, NaiveLedger.Asked> keyed = new LinkedHashMap<>();
        final List<String> keys = new ArrayList<>();
        final List<String> expected = new ArrayList<>();
        final List<Supplier<String>> given = new ArrayList<>();

        Run(long seed, TestServer.Database database, TestLedger node) {
            random = new Random(seed);
            this.database = database;
            this.node = node;
            amending = new AmendingBudgets(database, node.time);
        }

        void some() {
            expected.clear();
            given.clear();
            for (int i = 0; i < AT_ONCE; i++) {
                one();
            }
            assertThat(given.stream().map(Supplier::get)).containsExactlyElementsOf(expected);
        }

        private void one() {
            var kind = known.isEmpty() ? 0 : random.nextInt(20);
            if (kind < 6) {
                admit();
                return;
            }
            if (kind < 9) {
                admitUnderAKey();
                return;
            }
            // mostly young decisions, sometimes any, so that duplicates and late ones come up
            var back = random.nextInt(4) == 0 ? known.size() : Math.min(known.size(), 400);
            var id = known.get(known.size() - 1 - random.nextInt(back));
            if (kind < 13) {
                int tokens = random.nextInt(4) == 0 ? 5 : random.nextInt(20_000);
                ends(
                        node.ledger.settle(id, new Settlement(Usage.of(0, 0, tokens), null, null)),
                        naive.settle(id, tokens));
            } else if (kind == 13) {
                ends(node.ledger.settle(id, Settlement.BY_ESTIMATE), naive.settleByEstimate(id));
            } else if (kind < 18) {
                int tokens = random.nextInt(random.nextBoolean() ? 20_000 : 500);
                ends(
                        node.ledger.settle(id, new Settlement(Usage.of(0, 0, tokens), null, null, false)),
                        naive.report(id, tokens, node.time.now()));
            } else {
                ends(node.ledger.voidHold(id), naive.voidHold(id));
            }
        }

        private void admit() {
            var asked = anything();
            var waiting = node.call(caller(asked.product(), asked.user()), asked.tokens());
            known.add(waiting.id());
            var admitted = node.ledger.admit(waiting);
            expected.add(naive.admit(waiting.id(), asked, node.time.now()));
            given.add(() -> verdict(text(answer(admitted))));
        }

        private NaiveLedger.Asked anything() {
            var product = "p" + random.nextInt(4);
            var user = random.nextInt(10) == 0 ? null : "u" + random.nextInt(40);
            return new NaiveLedger.Asked(product, user, 1 + random.nextInt(16_000));
        }

        /** Half of them are repeats, mostly of something lately asked. */
        private void admitUnderAKey() {
            String key;
            if (keys.isEmpty() || random.nextBoolean()) {
                key = "k" + keys.size();
                keys.add(key);
                keyed.put(key, anything());
            } else {
                var back = random.nextInt(4) == 0 ? keys.size() : Math.min(keys.size(), 100);
                key = keys.get(keys.size() - 1 - random.nextInt(back));
            }
            var asked = keyed.get(key);
            var waiting = node.waiting(
                    TestCatalog.question(caller(asked.product(), asked.user()), asked.tokens(), Options.DEFAULT),
                    new IdempotencyKey(key, key.getBytes(StandardCharsets.UTF_8)));
            var admitted = node.ledger.admit(waiting);
            var words = naive.admit(key, waiting.id(), asked, node.time.now());
            if (words.endsWith("new")) {
                known.add(waiting.id());
            }
            expected.add(words);
            given.add(() -> {
                var given = answer(admitted);
                return verdict(text(given)) + " " + given.id() + (given.replayed() ? " again" : " new");
            });
        }

        private void ends(CompletionStage<HoldStatus> stage, String words) {
            expected.add(words);
            given.add(() -> standing(stage));
        }

        /** Mostly a minute or so; now and then hours, so that holds expire and months turn. */
        void timePasses() {
            var hours = random.nextInt(4) == 0 ? random.nextInt(36) : 0;
            node.time.set(node.time.now().plusSeconds(hours * 3600L + random.nextInt(120)));
        }

        void expireAll() {
            while (answer(node.ledger.expireDue()) > 0) {
                assertThat(node.ledger.isWorking()).isTrue();
            }
            naive.expire(node.time.now());
        }

        /** Another amount for one of the budgets, at once; the node is not told. */
        void amend() {
            var budget = NaiveLedger.BUDGETS.get(random.nextInt(NaiveLedger.BUDGETS.size()));
            var amount = naive.amount(budget) / 2 + 1 + random.nextLong(NaiveLedger.USER_LIMIT);
            naive.amend(budget, amount, node.time.now());
            amending.amount(budget, new Money(amount));
        }

        void agreesInAllFigures() {
            var opened = 0;
            for (var entry : naive.accounts.entrySet()) {
                var account = entry.getKey();
                var figures = entry.getValue();
                var where = " from budget_account a where " + where("a", account);
                if (database.number("select count(*)" + where) == 0) { // every call that wanted it was denied
                    assertThat(figures.held + figures.spent).as(account).isZero();
                    continue;
                }
                opened++;
                assertThat(List.of(
                                database.number("select limit_nanos" + where),
                                database.number("select held_nanos" + where),
                                database.number("select spent_nanos" + where)))
                        .as("limit, held and spent of " + account)
                        .containsExactly(figures.limit, figures.held, figures.spent);
            }
            assertThat(database.number("select count(*) from budget_account")).isEqualTo(opened);
            naive.states()
                    .forEach((state, count) -> assertThat(
                                    database.number("select count(*) from hold where state = '" + state + "'"))
                            .as(state)
                            .isEqualTo(count));
        }

        private static String where(String table, String account) {
            var parts = account.split("@", 2);
            return "%s.scope = '%s' and %s.period_start = '%s-01T00:00:00Z'"
                    .formatted(table, parts[0], table, parts[1]);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_ledger_agrees_with_a_naive_one_on_tens_of_thousands_of_operations(long seed) {
        var database = TestServer.database();
        var config = new TestLedger.TestConfig();
        config.accountsRemembered = seed == 7 ? 4 : 1_000; // the first forgets nearly all of them all the time
        try (var node = new TestLedger(database, config, connections -> connections)) {
            node.time.set(Instant.parse("2026-11-29T00:00:00Z")); // a short run sees a month turn too
            node.budget("everything", "{}", "1000", "soft", "charge");
            node.budget("products", "{\"product\":\"each\"}", "30", "hard", "charge");
            node.budget("users", "{\"user\":\"each\"}", "4", "hard", "release");
            var run = new Run(seed, database, node);
            for (int done = 0; done < OPERATIONS; done += AT_ONCE) {
                run.timePasses();
                run.some();
                if (run.random.nextInt(3) == 0) {
                    run.expireAll();
                }
                if (run.random.nextInt(3) == 0) {
                    run.amend();
                }
            }
            run.expireAll();
            run.agreesInAllFigures();
            assertThat(run.naive.states()).containsKeys("expired", "settled", "voided");
        }
        LedgerCheck.everythingAddsUp(database);
        assertThat(database.number("select count(distinct period_start) from budget_account"))
                .as("months that turned")
                .isGreaterThan(1);
    }

    private static String verdict(String answer) {
        return answer.split(" ", 2)[0];
    }

    private static String standing(CompletionStage<HoldStatus> stage) {
        try {
            var hold = answer(stage);
            return hold.state().name().toLowerCase(Locale.ROOT) + " "
                    + hold.charged().nanos();
        } catch (ProblemException problem) {
            return problem.type().name();
        }
    }
}
