package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.douane.rules.decide.Decided;
import dev.douane.service.BesideOthers;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@BesideOthers
class LedgerFaultsTest {
    private final TestServer.Database database = TestServer.database();
    private final TestLedger.TestConfig config = new TestLedger.TestConfig();

    static Waiting within(Waiting waiting, Duration deadline) {
        return new Waiting(
                waiting.id(),
                waiting.plan(),
                waiting.ahead(),
                waiting.asker(),
                waiting.idempotency(),
                deadline,
                waiting.recording());
    }

    static @Nullable ProblemType problem(CompletionStage<?> stage) {
        try {
            answer(stage);
            return null;
        } catch (ProblemException problem) {
            return problem.type();
        }
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
                real -> CommitTrouble.committing(real, connection -> {
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

    static void awaitQuietly(CountDownLatch latch) {
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
            await().atMost(Duration.ofMinutes(1)).until(() -> !node.ledger.isWorking());

            TestServer.giveBack(database);
            await().atMost(Duration.ofMinutes(1)).until(node.ledger::isWorking);
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
    void one_request_that_cannot_be_written_takes_no_other_with_it() {
        var open = new CountDownLatch(1);
        var committing = new CountDownLatch(1);
        try (var node = new TestLedger(
                database,
                config,
                real -> CommitTrouble.committing(real, connection -> {
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
            var unwritable = new TestRecording(
                    broken.id(), broken.plan().question(), broken.plan().at()) {
                @Override
                public DecisionRecord record(Decided decided, List<AccountAfter> accounts, Hold hold) {
                    throw new IllegalStateException("cannot be written down");
                }
            };
            var thrown = node.ledger.admit(new Waiting(
                    broken.id(),
                    broken.plan(),
                    broken.ahead(),
                    GatewaysLedger.GATEWAY,
                    null,
                    broken.patience(),
                    unwritable));
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
                real -> CommitTrouble.committing(real, connection -> {
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
