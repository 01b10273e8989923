package dev.douane.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.ledger.Outcome;
import dev.douane.rules.money.Money;
import dev.douane.service.BesideOthers;
import dev.douane.service.budgets.AmendingBudgets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same asks leave the same rows, whether today's ledger is asked or the core decides and its store reads and writes: accounts, holds, entries, keys and
 * decisions. Both begin with a copy of one database. Stays as long as there are two. {@code -Ddouane.test.times=9} looks further.
 */
@BesideOthers
class StoreDifferentialTest {
    private static final int GROUPS = 120 * Integer.getInteger("douane.test.times", 1);
    private static final int COMPARED_EVERY = 10;

    /** One run over both databases. */
    private static final class Run implements AutoCloseable {
        final Random random;
        final boolean isOneByOne;
        final TestServer.Database database;
        final TestServer.Database twins;
        final TestLedger node;
        final StoreTwin twin;
        final RandomAsks asks;
        final List<AmendingBudgets> amending;
        int repeated;
        int repeatedAndHeld;

        Run(long seed, boolean isOneByOne, int remembered) throws SQLException {
            random = new Random(seed);
            this.isOneByOne = isOneByOne;
            database = TestServer.database();
            TestBudgets.ofAllKinds(database);
            database.execute(
                    "update budget set amount_nanos = amount_nanos / 3 where name <> 'everything'"); // soon used up
            if (!isOneByOne) { // what an account carries over depends on when in its batch it is opened
                database.execute("update budget set rollover = 'none'");
            }
            twins = TestServer.copyOf(database);
            var config = new TestLedger.TestConfig();
            config.lanes =
                    1; // with more, what a batch settles is told twice in soft accounts if the next begins at once
            // (decision 190, §10)
            node = new TestLedger(database, config, connections -> connections);
            node.time.set(Instant.parse("2026-11-29T00:00:00Z"));
            twin = new StoreTwin(twins, node.time, node.lengths::expected, remembered);
            asks = new RandomAsks(random, node, true);
            amending = List.of(new AmendingBudgets(database, node.time), new AmendingBudgets(twins, node.time));
            node.refresh();
        }

        void group() throws SQLException {
            asks.timePasses();
            var group = asks.group();
            node.refresh();
            twin.refresh();
            if (isOneByOne) {
                for (var ask : group) {
                    node.time.set(node.time.now().plusMillis(1));
                    both(List.of(ask));
                }
            } else if (group.getFirst() instanceof RandomAsks.Due) {
                while (both(group) > 0) {} // of those that are due at the same time either may come first
            } else {
                both(group);
            }
        }

        /** Has them decided as one batch there, one after the other here; returns how many holds expired. */
        private int both(List<RandomAsks.Drawn> group) throws SQLException {
            var outcomes =
                    twin.commit(group.stream().map(RandomAsks.Drawn::twin).toList(), random.nextInt(4) == 0);
            int expired = 0;
            for (int i = 0; i < group.size(); i++) {
                var outcome = outcomes.get(i);
                var isDone = isDone(asked(group.get(i)));
                assertThat(isDone).as("%s", outcome).isEqualTo(!(outcome instanceof Outcome.Refused));
                if (outcome instanceof Outcome.Repeated again) {
                    repeated++;
                    repeatedAndHeld += again.isHeldAgain() ? 1 : 0;
                } else if (outcome instanceof Outcome.Expired ended) {
                    expired += ended.holds();
                }
            }
            return expired;
        }

        private CompletionStage<?> asked(RandomAsks.Drawn drawn) {
            return switch (drawn) {
                case RandomAsks.Call call -> node.ledger.admit(call.waiting());
                case RandomAsks.End end when end.settlement() == null -> node.ledger.voidHold(end.decision());
                case RandomAsks.End end -> node.ledger.settle(end.decision(), end.settlement());
                case RandomAsks.Due unused -> node.ledger.expireDue();
            };
        }

        private static boolean isDone(CompletionStage<?> stage) {
            try {
                stage.toCompletableFuture().join();
                return true;
            } catch (CompletionException e) {
                return false;
            }
        }

        void amend() {
            var amount = new Money(150_000_000 + random.nextLong(250_000_000));
            amending.forEach(budgets -> budgets.amount("products", amount));
            twin.forget();
        }

        void compare(int groups) throws SQLException {
            var expected = LedgerRowsDump.of(database, isOneByOne);
            var found = LedgerRowsDump.of(twins, isOneByOne);
            for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
                assertThat(found.get(i)).as("after %d groups", groups).isEqualTo(expected.get(i));
            }
            assertThat(found).hasSameSizeAs(expected);
        }

        @Override
        public void close() throws SQLException {
            twin.close();
            node.close();
        }
    }

    /**
     * One by one, also versions, numbers, openings and amendments are the same. Of those that remember few accounts most are read before they are decided on.
     */
    @ParameterizedTest(name = "seed {0}, one by one: {1}, remembering {2}")
    @CsvSource({"20261130, true, 10000", "190, false, 10000", "9, true, 8", "17, false, 8"})
    void the_same_asks_leave_the_same_rows(long seed, boolean isOneByOne, int remembered) throws SQLException {
        TestServer.Database database;
        TestServer.Database twins;
        try (var run = new Run(seed, isOneByOne, remembered)) {
            database = run.database;
            twins = run.twins;
            for (int groups = 1; groups <= GROUPS; groups++) {
                run.group();
                if (groups % COMPARED_EVERY == 0) {
                    run.compare(groups);
                }
                if (run.random.nextInt(20) == 0) {
                    run.node.lengths.exchange();
                }
                if (isOneByOne && run.random.nextInt(15) == 0) {
                    run.amend();
                }
            }
            run.compare(GROUPS);
            assertThat(run.repeated).as("keys whose answer was given again").isPositive();
            assertThat(run.repeatedAndHeld).as("and was held again for that").isPositive();
        }
        LedgerCheck.everythingAddsUp(database);
        LedgerCheck.everythingAddsUp(twins);
        assertThat(twins.number("select count(distinct kind) from ledger_entry where decision_id is not null"))
                .as("hold, report, settle, void, expire, correct")
                .isEqualTo(6);
        assertThat(twins.number("select count(distinct verdict) from decision"))
                .as("allow, reroute, defer and deny")
                .isEqualTo(4);
    }
}
