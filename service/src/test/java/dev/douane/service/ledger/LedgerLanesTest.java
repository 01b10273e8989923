package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.BesideOthers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While one batch commits the next one is decided on what it will leave. */
@BesideOthers
class LedgerLanesTest {
    private static final int TOKENS = 1000; // at 1 000 nano-units each: 0.001 a call

    private final TestServer.Database database = TestServer.database();
    private final CountDownLatch firstIsCommitting = new CountDownLatch(1);
    private final CountDownLatch firstMayCommit = new CountDownLatch(1);
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    /** The threads of the node that is held up, each of which opens its connection. */
    private final Set<Thread> lanes = ConcurrentHashMap.newKeySet();

    @AfterEach
    void everythingAddsUp() {
        LedgerCheck.everythingAddsUp(database);
    }

    /** @param firstBreaks whether the first commit after the warm-up is broken off instead */
    private LedgerConnections heldUp(LedgerConnections real, boolean firstBreaks) {
        var held = CommitTrouble.committing(real, connection -> {
            if (armed && commits.getAndIncrement() == 0) {
                firstIsCommitting.countDown();
                LedgerFaultsTest.awaitQuietly(firstMayCommit);
                if (firstBreaks) {
                    connection.close();
                    throw new SQLException("cut off", "08006");
                }
            }
            connection.commit();
        });
        return () -> {
            var connection = held.open();
            lanes.add(Thread.currentThread());
            opened.incrementAndGet();
            return connection;
        };
    }

    /** So much that a third lane does not wait for more. */
    private static final int MUCH = 100;

    private volatile boolean armed;

    private TestLedger node(boolean firstBreaks) {
        return new TestLedger(database, new TestLedger.TestConfig(), real -> heldUp(real, firstBreaks));
    }

    private List<CompletionStage<Admitted>> twoBatches(TestLedger node, int each) throws InterruptedException {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> opened.get() == 3); // a lane without its connection goes the slow way
        node.budget("search", "{\"product\":\"search\"}", "0.010", "hard", "charge");
        answer(node.admit(caller("search", null), TOKENS)); // opens the account
        answer(node.admit(caller("other", null), TOKENS));
        armed = true;
        var answers = new ArrayList<CompletionStage<Admitted>>();
        answers.add(node.admit(caller("search", null), TOKENS));
        assertThat(firstIsCommitting.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < each; i++) {
            answers.add(node.admit(caller("search", null), TOKENS));
        }
        return answers;
    }

    private static List<String> verdicts(List<CompletionStage<Admitted>> answers) {
        return answers.stream()
                .map(stage -> text(answer(stage)).split(" ", 2)[0])
                .toList();
    }

    @Test
    void the_second_batch_counts_what_the_first_is_about_to_hold() throws InterruptedException {
        try (var node = node(false)) {
            var answers = twoBatches(node, 20);
            firstMayCommit.countDown();

            assertThat(verdicts(answers))
                    .containsExactlyElementsOf(Stream.concat(
                                    Stream.generate(() -> "allow").limit(9),
                                    Stream.generate(() -> "deny").limit(12))
                            .toList());
            assertThat(node.metrics.find("douane.ledger.rollbacks").counter()).isNull();
        }
    }

    @Test
    void a_third_batch_counts_what_the_first_is_about_to_hold_though_the_second_has_nothing_to_do_with_it()
            throws InterruptedException {
        try (var node = node(false)) {
            node.budget("else", "{\"product\":\"other\"}", "0.010", "hard", "charge");
            var answers = twoBatches(node, 0);
            var second = node.admit(caller("other", null), TOKENS);
            await().atMost(Duration.ofMinutes(1)).until(() -> queued(node) == 0);
            for (int i = 0; i < MUCH; i++) {
                answers.add(node.admit(caller("search", null), TOKENS));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> queued(node) < MUCH);
            firstMayCommit.countDown();

            assertThat(verdicts(answers))
                    .containsExactlyElementsOf(Stream.concat(
                                    Stream.generate(() -> "allow").limit(9),
                                    Stream.generate(() -> "deny").limit(MUCH - 8))
                            .toList());
            assertThat(text(answer(second))).startsWith("allow");
            assertThat(node.metrics.find("douane.ledger.rollbacks").counter()).isNull();
        }
    }

    /** As many calls as a node has waiting when it is full: all lanes are at work, several times over. */
    @Test
    void of_a_thousand_calls_that_wait_together_exactly_those_pass_that_the_budget_carries() {
        try (var node = node(false)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> opened.get() == 3);
            node.budget("search", "{\"product\":\"search\"}", "0.200", "hard", "charge");
            var answers = new ArrayList<CompletionStage<Admitted>>();
            for (int i = 0; i < 1_000; i++) {
                answers.add(node.admit(caller("search", null), TOKENS));
            }

            assertThat(verdicts(answers)).filteredOn("allow"::equals).hasSize(200);
            assertThat(database.number("select held_nanos from budget_account")).isEqualTo(200_000_000);
        }
    }

    private static double queued(TestLedger node) {
        return node.metrics.get("douane.ledger.queue.depth").gauge().value();
    }

    @Test
    void where_the_first_breaks_off_the_second_is_decided_again() throws InterruptedException {
        try (var node = node(true)) {
            var answers = twoBatches(node, 20);
            await().atMost(Duration.ofMinutes(1)).until(() -> queued(node) < 20); // the second lane has taken some
            firstMayCommit.countDown();

            assertThat(verdicts(answers)).filteredOn("allow"::equals).hasSize(9);
            assertThat(database.number("select held_nanos from budget_account")).isEqualTo(10_000_000);
        }
    }

    @Test
    void where_another_node_was_faster_a_batch_is_decided_again() {
        try (var one = new TestLedger(database);
                var other = new TestLedger(database)) {
            one.budget("search", "{\"product\":\"search\"}", "0.010", "hard", "charge");
            other.refresh();
            var verdicts = new ArrayList<String>();
            for (int i = 0; i < 10; i++) { // neither sees the other's calls: pictures are renewed by hand here
                verdicts.add(
                        text(answer(one.admit(caller("search", null), TOKENS))).split(" ", 2)[0]);
                verdicts.add(text(answer(other.admit(caller("search", null), TOKENS)))
                        .split(" ", 2)[0]);
            }

            assertThat(verdicts.subList(0, 10)).containsOnly("allow");
            assertThat(verdicts.subList(10, 20)).containsOnly("deny");
        }
    }

    @Test
    void entries_are_numbered_in_the_order_in_which_an_account_was_changed_whatever_the_clocks_say() {
        try (var one = new TestLedger(database);
                var other = new TestLedger(database)) {
            one.time.set(Instant.parse("2026-11-21T10:00:00Z"));
            other.time.set(Instant.parse("2026-11-21T09:00:00Z"));
            one.budget("search", "{\"product\":\"search\"}", "0.001", "hard", "charge");
            other.refresh();
            for (int i = 0; i < 5; i++) {
                for (var node : List.of(one, other)) {
                    var call = answer(node.admit(caller("search", null), TOKENS));
                    assertThat(text(call)).startsWith("allow");
                    answer(node.ledger.voidHold(call.id()));
                }
            }
        }
        assertThat(database.number("""
                        select max(held) from (
                            select sum(l.held[1]) over (order by b.number, l.place) as held
                            from ledger_entry l join ledger_batch b on b.at = l.at and b.batch = l.batch) as running""")).isEqualTo(1_000_000);
        assertThat(database.number("select count(*) from ledger_entry where batch is not null"))
                .isEqualTo(20);
    }

    @Test
    void what_has_to_lock_first_waits_for_the_commit_before_it() throws InterruptedException {
        try (var node = node(false)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> opened.get() == 3);
            node.budget("search", "{\"product\":\"search\"}", "0.010", "hard", "charge");
            answer(node.admit(caller("search", null), TOKENS)); // opens the account
            armed = true;
            var first = node.call(caller("search", null), TOKENS);
            var admitted = node.ledger.admit(first);
            assertThat(firstIsCommitting.await(30, TimeUnit.SECONDS)).isTrue();
            node.time.set(node.time.now().plusSeconds(10)); // the picture is too old to be decided on

            var settled = node.ledger.settle(first.id(), Settlement.BY_ESTIMATE);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> settled.toCompletableFuture().isDone() || aLaneAwaitsACommit());
            firstMayCommit.countDown();

            assertThat(text(answer(admitted))).startsWith("allow");
            assertThat(answer(settled).state()).isEqualTo(HoldStatus.State.SETTLED);
        }
    }

    private boolean aLaneAwaitsACommit() {
        return lanes.stream()
                .flatMap(lane -> Stream.of(lane.getStackTrace()))
                .anyMatch(frame -> frame.getMethodName().equals("awaitCommit"));
    }
}
