package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.douane.rules.call.Options;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.usage.Usage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LedgerFaultsTest {
    private final TestServer.Database database = TestServer.database();
    private final TestLedger.TestConfig config = new TestLedger.TestConfig();

    private static Waiting within(Waiting waiting, Duration deadline) {
        return new Waiting(
                waiting.id(),
                waiting.plan(),
                waiting.principal(),
                waiting.idempotency(),
                deadline,
                waiting.recording());
    }

    private static ProblemType problem(CompletionStage<?> stage) {
        try {
            answer(stage);
            return null;
        } catch (ProblemException problem) {
            return problem.type();
        }
    }

    /** A connection that does something else instead of committing. */
    private interface Commit {
        void of(Connection real) throws SQLException;
    }

    private static LedgerConnections committing(LedgerConnections real, Commit commit) {
        return () -> {
            var connection = real.open();
            return (Connection) Proxy.newProxyInstance(
                    LedgerFaultsTest.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, args) -> {
                        if (method.getName().equals("commit")) {
                            commit.of(connection);
                            return null;
                        }
                        try {
                            return method.invoke(connection, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }

    @Test
    void one_more_than_the_queue_holds_is_turned_away_at_once() {
        config.queueCapacity = 3;
        config.lanes = 1; // another would take from the queue what is to fill it
        config.statementTimeout = Duration.ofSeconds(20);
        var open = new CountDownLatch(1);
        var committing = new CountDownLatch(1);
        try (var node = new TestLedger(
                database,
                config,
                real -> committing(real, connection -> {
                    committing.countDown();
                    awaitQuietly(open);
                    connection.commit();
                }))) {
            var first = node.admit(caller("search", null), 1000);
            awaitQuietly(committing);
            var waiting = new ArrayList<CompletionStage<Admitted>>();
            for (int i = 0; i < 3; i++) {
                waiting.add(node.admit(caller("search", null), 1000));
            }
            var turnedAway = node.admit(caller("search", null), 1000).toCompletableFuture();

            assertThat(turnedAway).isCompletedExceptionally();
            assertThatThrownBy(() -> answer(turnedAway)).isInstanceOfSatisfying(ProblemException.class, problem -> {
                assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED);
                assertThat(problem.retryAfter()).contains(Duration.ofSeconds(1));
            });
            open.countDown();
            answer(first);
            waiting.forEach(TestLedger::answer);
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(4);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void while_the_database_is_away_answers_are_503_in_time_and_it_recovers_by_itself() {
        try (var node = new TestLedger(database)) {
            node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
            answer(node.admit(caller("search", null), 1000));

            TestServer.takeAway(database);
            var away = new ArrayList<CompletionStage<Admitted>>();
            for (int i = 0; i < 20; i++) {
                away.add(node.ledger.admit(within(node.call(caller("search", null), 1000), Duration.ofMillis(300))));
            }
            for (var one : away) {
                assertThat(problem(one)).isEqualTo(ProblemType.UNAVAILABLE);
            }
            await().until(() -> !node.ledger.isWorking());

            TestServer.giveBack(database);
            await().until(node.ledger::isWorking);
            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow search=0.998000");
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(2);
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void a_short_absence_is_bridged_within_the_deadline() {
        try (var node = new TestLedger(database)) {
            answer(node.admit(caller("search", null), 1000));
            TestServer.throwOut(database);

            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow");
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(2);
    }

    @Test
    void connections_that_break_under_load_lose_and_double_nothing() {
        var answered = new ArrayList<CompletionStage<Admitted>>();
        try (var node = new TestLedger(database)) {
            node.budget("search", "{\"product\":\"search\"}", "1000", "hard", "charge");
            for (int round = 0; round < 40; round++) {
                for (int i = 0; i < 50; i++) {
                    answered.add(node.admit(caller("search", null), 1000));
                }
                if (round % 4 == 0) {
                    TestServer.throwOut(database);
                }
            }
            assertThat(answered.stream().map(one -> answer(one).id()).distinct())
                    .hasSize(2000);
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(2000);
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(2_000_000_000L);
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void a_commit_that_breaks_off_is_looked_up_before_it_is_tried_again() {
        var commits = new AtomicInteger();
        try (var node = new TestLedger(
                database,
                config,
                real -> committing(real, connection -> {
                    // every second one goes through before the connection breaks, every third before it counts
                    var count = commits.incrementAndGet();
                    if (count % 2 == 0) {
                        connection.commit();
                    }
                    if (count % 2 == 0 || count % 3 == 0) {
                        connection.close();
                        throw new SQLException("broken off", "08006");
                    }
                    connection.commit();
                }))) {
            node.budget("search", "{\"product\":\"search\"}", "1000", "hard", "charge");
            UUID last = null;
            for (int i = 0; i < 60; i++) {
                var admitted = answer(node.admit(caller("search", null), 1000));
                assertThat(admitted.replayed()).isFalse();
                if (i % 3 == 0) {
                    answer(node.ledger.settle(admitted.id(), new Settlement(Usage.of(0, 0, 500), null, null)));
                }
                assertThat(admitted.id()).isNotEqualTo(last);
                last = admitted.id();
            }
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(60);
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(40_000_000L);
        assertThat(database.number("select spent_nanos from budget_account")).isEqualTo(10_000_000L);
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void a_repeat_after_a_broken_commit_gets_the_answer_that_was_written() {
        var broken = new AtomicBoolean();
        try (var node = new TestLedger(
                database,
                config,
                real -> committing(real, connection -> {
                    connection.commit();
                    if (broken.compareAndSet(false, true)) {
                        connection.close();
                        throw new SQLException("broken off", "08006");
                    }
                }))) {
            var key = new IdempotencyKey("k", new byte[] {1});
            var question = TestCatalog.question(caller("search", null), 1000, Options.DEFAULT);
            var first = answer(node.ledger.admit(node.waiting(question, key)));
            var again = answer(node.ledger.admit(node.waiting(question, key)));

            assertThat(first.replayed()).isFalse();
            assertThat(again.replayed()).isTrue();
            assertThat(again.id()).isEqualTo(first.id());
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(1);
    }

    @Test
    void the_hold_of_an_answer_that_came_too_late_is_given_back() {
        var slow = new AtomicBoolean(true);
        var late = new CountDownLatch(1);
        try (var node = new TestLedger(
                database,
                config,
                real -> committing(real, connection -> {
                    if (slow.getAndSet(false)) {
                        awaitQuietly(late);
                    }
                    connection.commit();
                }))) {
            node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
            var tooLate = node.ledger.admit(within(node.call(caller("search", null), 1000), Duration.ofMillis(200)));
            assertThat(problem(tooLate)).isEqualTo(ProblemType.UNAVAILABLE);
            late.countDown();

            await().until(() -> database.number("select count(*) from hold where state = 'voided'") == 1);
            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow search=0.999000");
        }
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void the_hold_of_a_commit_that_comes_through_after_it_was_looked_for_is_given_back() throws Exception {
        var armed = new AtomicBoolean();
        var hanging = new AtomicReference<Connection>();
        try (var node = new TestLedger(database, config, real -> () -> {
            var connection = real.open();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                        if (method.getName().equals("commit") && armed.getAndSet(false)) {
                            hanging.set(connection);
                            throw new SQLException("no answer for too long", "08006");
                        }
                        if (connection.equals(hanging.get()) && method.getName().matches("close|abort|rollback")) {
                            return null; // the server goes on with the commit, whatever became of its client
                        }
                        try {
                            return method.invoke(connection, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        })) {
            node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
            answer(node.admit(caller("search", null), 1000));
            armed.set(true);
            var unknown = node.ledger.admit(within(node.call(caller("search", null), 1000), Duration.ofMillis(500)));
            assertThat(problem(unknown)).isEqualTo(ProblemType.UNAVAILABLE);

            hanging.get().commit();
            hanging.get().close();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> database.number("select count(*) from hold where state = 'voided'") == 1);
        }
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(1_000_000L);
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void a_commit_that_comes_through_between_the_look_and_the_next_try_is_the_answer() {
        var armed = new AtomicBoolean();
        var hanging = new AtomicReference<Connection>();
        try (var node = new TestLedger(database, config, real -> () -> {
            var connection = real.open();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                        if (method.getName().equals("commit") && armed.getAndSet(false)) {
                            hanging.set(connection);
                            throw new SQLException("no answer for too long", "08006");
                        }
                        if (connection.equals(hanging.get()) && method.getName().matches("close|abort|rollback")) {
                            return null;
                        }
                        var end = method.getName().equals("rollback") ? hanging.getAndSet(null) : null;
                        if (end != null) { // the log was asked just now
                            end.commit();
                            end.close();
                        }
                        try {
                            return method.invoke(connection, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        })) {
            node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
            answer(node.admit(caller("search", null), 1000));
            armed.set(true);

            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow search=0.998000");
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(2);
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(2_000_000L);
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void one_request_that_cannot_be_written_takes_no_other_with_it() {
        var open = new CountDownLatch(1);
        var committing = new CountDownLatch(1);
        try (var node = new TestLedger(
                database,
                config,
                real -> committing(real, connection -> {
                    committing.countDown();
                    awaitQuietly(open);
                    connection.commit();
                }))) {
            node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
            var first = node.admit(caller("search", null), 1000);
            awaitQuietly(committing);
            var good = node.admit(caller("search", "u1"), 1000);
            var nul = node.admit(caller("search", "u\u0000"), 1000);
            var broken = node.call(caller("search", "u2"), 1000);
            var thrown = node.ledger.admit(new Waiting(
                    broken.id(), broken.plan(), "gateway", null, broken.patience(), (decision, budgets, hold) -> {
                        throw new IllegalStateException("cannot be written down");
                    }));
            var alsoGood = node.admit(caller("search", "u3"), 1000);
            open.countDown();

            assertThat(text(answer(first))).isEqualTo("allow search=0.999000");
            assertThat(text(answer(good))).isEqualTo("allow search=0.998000");
            assertThat(problem(nul)).isEqualTo(ProblemType.INTERNAL);
            assertThat(problem(thrown)).isEqualTo(ProblemType.INTERNAL);
            assertThat(text(answer(alsoGood))).isEqualTo("allow search=0.997000");
        }
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void a_lock_that_somebody_else_keeps_gives_503_in_time() throws SQLException {
        config.lockTimeout = Duration.ofMillis(200);
        try (var node = new TestLedger(database, config, real -> real);
                var other = database.connect()) {
            node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
            answer(node.admit(caller("search", null), 1000));
            other.setAutoCommit(false);
            other.createStatement().execute("update budget_account set version = version + 1");

            var stuck = node.ledger.admit(within(node.call(caller("search", null), 1000), Duration.ofMillis(700)));
            assertThat(problem(stuck)).isEqualTo(ProblemType.UNAVAILABLE);
            other.rollback();

            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow search=0.998000");
        }
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void a_ledger_that_is_closed_finishes_what_waits_and_takes_no_more() {
        var node = new TestLedger(database);
        var waiting = new ArrayList<CompletionStage<Admitted>>();
        for (int i = 0; i < 300; i++) {
            waiting.add(node.admit(caller("search", null), 1000));
        }
        node.close();

        waiting.forEach(TestLedger::answer);
        assertThat(problem(node.admit(caller("search", null), 1000))).isEqualTo(ProblemType.UNAVAILABLE);
        assertThat(database.number("select count(*) from decision")).isEqualTo(300);
    }

    @Test
    void a_clock_that_is_set_back_leaves_nobody_waiting() {
        config.statementTimeout = Duration.ofSeconds(20);
        var open = new CountDownLatch(1);
        var committing = new CountDownLatch(1);
        try (var node = new TestLedger(
                database,
                config,
                real -> committing(real, connection -> {
                    committing.countDown();
                    awaitQuietly(open);
                    connection.commit();
                }))) {
            var call = node.ledger.admit(within(node.call(caller("search", null), 1000), Duration.ofMillis(300)));
            awaitQuietly(committing);
            node.time.set(node.time.now().minus(Duration.ofHours(1)));

            assertThat(problem(call)).isEqualTo(ProblemType.UNAVAILABLE);
            open.countDown();
        }
    }

    @Test
    void a_picture_of_budgets_that_is_older_than_five_seconds_decides_nothing_until_it_is_read_anew() {
        try (var node = new TestLedger(database)) {
            var noon = Instant.parse("2026-11-21T12:00:00Z");
            node.time.set(noon);
            node.refresh();
            TestLedger.addBudget(database, "search", "{\"product\":\"search\"}", "0.001", "hard", "charge");
            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow");

            node.time.set(noon.plus(Duration.ofSeconds(6)));
            TestServer.takeAway(database);
            assertThat(problem(
                            node.ledger.admit(within(node.call(caller("search", null), 1000), Duration.ofMillis(300)))))
                    .isEqualTo(ProblemType.UNAVAILABLE);

            TestServer.giveBack(database);
            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow search=0.000000");
            assertThat(text(answer(node.admit(caller("search", null), 1000)))).startsWith("deny");
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(3);
    }
}
