package dev.douane.service.ledger;

import static dev.douane.service.ledger.CommitTrouble.committing;
import static dev.douane.service.ledger.LedgerFaultsTest.awaitQuietly;
import static dev.douane.service.ledger.LedgerFaultsTest.problem;
import static dev.douane.service.ledger.LedgerFaultsTest.within;
import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.rules.call.Options;
import dev.douane.rules.money.Usage;
import dev.douane.service.BesideOthers;
import dev.douane.service.platform.ProblemType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Commits whose answer comes late or never: nothing is decided twice, and no hold stays that nobody knows of. */
@BesideOthers
class LedgerCommitTest {
    private final TestServer.Database database = TestServer.database();
    private final TestLedger.TestConfig config = new TestLedger.TestConfig();

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

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> database.number("select count(*) from hold where state = 'voided'") == 1);
            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow search=0.999000");
        }
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void the_hold_of_a_commit_that_comes_through_after_it_was_looked_for_is_given_back() throws SQLException {
        var hanging = new CommitTrouble.Hanging();
        try (var node = new TestLedger(database, config, hanging::of)) {
            node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
            answer(node.admit(caller("search", null), 1000));
            hanging.arm();
            var unknown = node.ledger.admit(within(node.call(caller("search", null), 1000), Duration.ofMillis(500)));
            assertThat(problem(unknown)).isEqualTo(ProblemType.UNAVAILABLE);

            hanging.comesThrough();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> database.number("select count(*) from hold where state = 'voided'") == 1);
        }
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(1_000_000L);
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void a_commit_that_comes_through_between_the_look_and_the_next_try_is_the_answer() {
        var hanging = new CommitTrouble.Hanging();
        try (var node = new TestLedger(database, config, hanging::of)) {
            node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
            answer(node.admit(caller("search", null), 1000));
            hanging.armUntilTheLook();

            assertThat(text(answer(node.admit(caller("search", null), 1000)))).isEqualTo("allow search=0.998000");
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(2);
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(2_000_000L);
        LedgerCheck.everythingAddsUp(database);
    }
}
