package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.decide.Decided;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Entry;
import dev.douane.rules.ledger.Outcome;
import dev.douane.rules.ledger.Refusal;
import dev.douane.rules.money.Money;
import dev.douane.service.BesideOthers;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.budgets.AmendingBudgets;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The core says of each group of asks, decided as one batch, what the ledger then does with them: the same answers, holds, entries, figures and keys. Both
 * begin from the same database each time, so a difference shows where it arises. Stays as long as there are two. {@code -Ddouane.test.times=9} looks further.
 */
@BesideOthers
class CoreDifferentialTest {
    private static final int GROUPS = 200 * Integer.getInteger("douane.test.times", 1);

    static Stream<Long> seeds() {
        return Stream.of(20261130L, 190L);
    }

    /** Remembers what the ledger had it write down last. */
    private static final class Remembering extends TestRecording {
        @Nullable
        Decision decision;

        List<AccountAfter> accounts = List.of();

        Remembering(Waiting like, UUID id) {
            super(id, like.plan().question(), like.plan().at());
        }

        @Override
        public DecisionRecord record(Decided decided, List<AccountAfter> after, @Nullable Hold hold) {
            decision = decided.decision();
            accounts = List.copyOf(after);
            return super.record(decided, after, hold);
        }
    }

    /** One thing that both are asked, and how the ledger's answer is compared. */
    private interface Both {
        Ask twin();

        CompletionStage<?> asked(TestLedger node);

        void answered(CompletionStage<?> stage, Outcome outcome);
    }

    private record Call(Waiting waiting, Remembering recording, Ask.Decide twin) implements Both {
        @Override
        public CompletionStage<?> asked(TestLedger node) {
            return node.ledger.admit(waiting);
        }

        @Override
        public void answered(CompletionStage<?> stage, Outcome outcome) {
            var admitted = (Admitted) answer(stage);
            switch (outcome) {
                case Outcome.Made made -> {
                    assertThat(admitted.replayed()).isFalse();
                    assertThat(admitted.id()).isEqualTo(made.ask().id());
                    assertThat(recording.decision).isEqualTo(made.decision());
                    assertThat(recording.accounts)
                            .isEqualTo(made.lines().stream()
                                    .map(line -> new AccountAfter(line.after(), line.expected()))
                                    .toList());
                }
                case Outcome.Repeated again -> {
                    assertThat(admitted.replayed()).isTrue();
                    assertThat(admitted.id()).isEqualTo(again.of());
                    if (again.isHeldAgain()) {
                        assertThat(text(admitted))
                                .endsWith(again.lines().stream()
                                        .map(line -> " " + line.after().name() + "="
                                                + line.after().left())
                                        .collect(Collectors.joining()));
                    }
                }
                case Outcome.Ended other -> throw new AssertionError(other);
                case Outcome.Refused other -> throw new AssertionError(other);
                case Outcome.TooLate other -> throw new AssertionError(other);
                case Outcome.Expired other -> throw new AssertionError(other);
                case Outcome.Broke broke -> throw new AssertionError("broke", broke.cause());
            }
        }
    }

    private record End(RandomAsks.End drawn) implements Both {
        @Override
        public Ask twin() {
            return drawn.twin();
        }

        @Override
        public CompletionStage<?> asked(TestLedger node) {
            var settlement = drawn.settlement();
            return settlement == null
                    ? node.ledger.voidHold(drawn.decision())
                    : node.ledger.settle(drawn.decision(), settlement);
        }

        @Override
        public void answered(CompletionStage<?> stage, Outcome outcome) {
            switch (outcome) {
                case Outcome.Ended ended -> {
                    var closed = (HoldStatus) answer(stage);
                    assertThat(closed.state().name())
                            .isEqualTo(ended.hold().stage().name());
                    assertThat(closed.charged()).isEqualTo(ended.hold().spent());
                    assertThat(closed.held()).isEqualTo(ended.hold().amount());
                    assertThat(closed.usage()).isEqualTo(ended.hold().usage());
                    assertThat(closed.movedBy()).isEqualTo(ended.hold().state().movedBy());
                }
                case Outcome.Refused refused -> {
                    try {
                        throw new AssertionError(answer(stage) + " where the core says " + refused);
                    } catch (ProblemException problem) {
                        assertThat(problem.type()).isEqualTo(type(refused.why()));
                    }
                }
                case Outcome.Made other -> throw new AssertionError(other);
                case Outcome.Repeated other -> throw new AssertionError(other);
                case Outcome.TooLate other -> throw new AssertionError(other);
                case Outcome.Expired other -> throw new AssertionError(other);
                case Outcome.Broke broke -> throw new AssertionError("broke", broke.cause());
            }
        }

        private static ProblemType type(Refusal why) {
            return switch (why) {
                case KEY_OF_ANOTHER_REQUEST -> ProblemType.IDEMPOTENCY_CONFLICT;
                case NO_SUCH_DECISION -> ProblemType.DECISION_NOT_FOUND;
                case NOTHING_HELD -> ProblemType.NOTHING_HELD;
                case SETTLED_OTHERWISE -> ProblemType.SETTLEMENT_CONFLICT;
                case SETTLED, VOIDED -> ProblemType.HOLD_CLOSED;
                case USAGE_REPORTED -> ProblemType.USAGE_REPORTED;
                case DEPLOYMENT_NOT_DECIDED, NO_PRICE -> ProblemType.UNPROCESSABLE;
            };
        }
    }

    private record Due(RandomAsks.Due drawn) implements Both {
        @Override
        public Ask twin() {
            return drawn.twin();
        }

        @Override
        public CompletionStage<?> asked(TestLedger node) {
            return node.ledger.expireDue();
        }

        @Override
        public void answered(CompletionStage<?> stage, Outcome outcome) {
            assertThat(answer(stage)).isEqualTo(((Outcome.Expired) outcome).holds());
        }
    }

    /** One run over one database. */
    private static final class Run {
        final Random random;
        final TestLedger node;
        final CoreTwin twin;
        final RandomAsks asks;
        long entries;

        Run(long seed, TestLedger node) {
            random = new Random(seed);
            this.node = node;
            twin = new CoreTwin(node);
            asks = new RandomAsks(
                    random, node, false); // what was answered in the same batch is compared in other words there
        }

        void group() throws SQLException {
            var group = asks.group().stream().map(Run::both).toList();
            node.refresh();
            agreeOn(group);
        }

        private static Both both(RandomAsks.Drawn drawn) {
            return switch (drawn) {
                case RandomAsks.Call call -> {
                    var like = call.waiting();
                    var recording = new Remembering(like, like.id());
                    yield new Call(
                            new Waiting(
                                    like.id(),
                                    like.plan(),
                                    like.ahead(),
                                    like.asker(),
                                    like.idempotency(),
                                    like.patience(),
                                    recording),
                            recording,
                            call.twin());
                }
                case RandomAsks.End end -> new End(end);
                case RandomAsks.Due due -> new Due(due);
            };
        }

        private void agreeOn(List<Both> group) throws SQLException {
            var batch = twin.decided(group.stream().map(Both::twin).toList());
            var expected = figures(batch);
            // all at once: batches that are under way together say what one says
            var asked = group.stream().map(both -> both.asked(node)).toList();
            for (int i = 0; i < group.size(); i++) {
                group.get(i).answered(asked.get(i), batch.outcomes().get(i));
            }
            assertThat(figures(null)).isEqualTo(expected);
            holdsAre(batch);
            entriesAre(batch);
            for (var key : batch.keysPassedOn().entrySet()) {
                assertThat(twin.holder(key.getKey())).isEqualTo(key.getValue());
            }
            twin.connection().rollback();
        }

        /** Held and spent by account, with what a batch changes; without one as they are. */
        private Map<Long, String> figures(@Nullable Batch batch) throws SQLException {
            var figures = new TreeMap<Long, String>();
            for (var account : twin.accounts()) {
                var delta = batch == null ? null : batch.deltas().get(account.id());
                var after = delta == null ? account : account.after(delta);
                figures.put(account.id(), "held " + after.held() + " spent " + after.spent());
            }
            twin.connection().rollback();
            return figures;
        }

        private void holdsAre(Batch batch) throws SQLException {
            var expected = new HashMap<UUID, dev.douane.rules.ledger.Hold>();
            batch.made().forEach(hold -> expected.put(hold.decision(), hold));
            batch.changed().forEach(hold -> expected.put(hold.decision(), hold));
            assertThat(twin.holds(expected.keySet())).isEqualTo(expected);
        }

        private void entriesAre(Batch batch) throws SQLException {
            var found = new ArrayList<Entry>();
            try (var select = twin.connection().prepareStatement("""
                    select l.kind, l.moved_by, l.decision_id, l.accounts, l.held, l.spent
                    from ledger_entry l join ledger_batch b on b.at = l.at and b.batch = l.batch
                    where l.decision_id is not null order by b.number, l.place offset ?""")) {
                select.setLong(1, entries);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        var accounts = (Long[]) rows.getArray(4).getArray();
                        var held = (Long[]) rows.getArray(5).getArray();
                        var spent = (Long[]) rows.getArray(6).getArray();
                        var postings = new ArrayList<Entry.Posting>();
                        for (int i = 0; i < accounts.length; i++) {
                            postings.add(new Entry.Posting(accounts[i], held[i], spent[i]));
                        }
                        found.add(new Entry(
                                Entry.Kind.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)),
                                rows.getString(2),
                                rows.getObject(3, UUID.class),
                                postings));
                    }
                }
            }
            assertThat(found).isEqualTo(batch.entries());
            entries += found.size();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_core_says_what_the_ledger_does(long seed) throws SQLException {
        var database = TestServer.database();
        try (var node = new TestLedger(database)) {
            node.time.set(Instant.parse("2026-11-29T00:00:00Z"));
            var amending = new AmendingBudgets(database, node.time);
            var run = new Run(seed, node);
            TestBudgets.ofAllKinds(database);
            node.refresh();
            var accounts = 0L;
            for (int done = 0; done < GROUPS; done++) {
                run.asks.timePasses();
                run.group();
                if (run.random.nextInt(20) == 0) {
                    node.lengths.exchange();
                }
                if (run.random.nextInt(25) == 0) {
                    amending.amount("products", new Money(500_000_000 + run.random.nextLong(800_000_000)));
                }
                accounts = database.number("select count(*) from budget_account");
            }
            assertThat(accounts)
                    .as("none was opened that the core did not ask for")
                    .isEqualTo(run.twin.opened);
            assertThat(database.number("select count(distinct kind) from ledger_entry where decision_id is not null"))
                    .as("hold, report, settle, void, expire, correct")
                    .isEqualTo(6);
            assertThat(database.number("select count(distinct verdict) from decision"))
                    .as("allow, reroute, defer and deny")
                    .isEqualTo(4);
            run.twin.connection().close();
        }
        LedgerCheck.everythingAddsUp(database);
    }
}
