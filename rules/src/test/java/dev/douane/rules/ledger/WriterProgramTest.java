package dev.douane.rules.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.ledger.Sequencer.Slot;
import dev.douane.rules.ledger.WriterStep.Heard;
import dev.douane.rules.ledger.WriterStep.Locks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of decision 190, row by row: after a step, what is heard, what is next. */
class WriterProgramTest {
    private static final Heard DONE = new Heard.Done();
    private static final List<Ask> TWO = List.of(new Ask.Expire(1), new Ask.Expire(2));
    private static final List<Ask> ONE = List.of(new Ask.Expire(1));
    private static final Batch BATCH = Batches.changing(7);
    private static final long SESSION = 4711;

    private final Sequencer<String> sequencer = new Sequencer<>("");
    private final WriterProgram program = new WriterProgram(sequencer);
    private WriterStep step = new WriterStep.KeepOpen();

    private WriterProgramTest hear(Heard heard) {
        step = program.next(heard);
        return this;
    }

    private void isNext(WriterStep expected) {
        assertThat(step).isEqualTo(expected);
    }

    private WriterProgramTest taking(List<Ask> asks, boolean ready) {
        hear(DONE).isNext(new WriterStep.BeginTurn());
        hear(new Heard.Begun(sequencer.tryBegin(1, false, 1).orElseThrow())).isNext(new WriterStep.Take());
        return hear(new Heard.Taken(asks, ready));
    }

    private WriterProgramTest decided(List<Ask> asks) {
        return taking(asks, true).hear(new Heard.Decided(BATCH, Set.of(7L)));
    }

    private WriterProgramTest written(List<Ask> asks) {
        return decided(asks).hear(DONE);
    }

    private WriterProgramTest committing(List<Ask> asks) {
        return written(asks).hear(DONE).hear(DONE);
    }

    /** The slot that is to be done again. */
    private Slot again() {
        assertThat(step).isInstanceOf(WriterStep.BeginAgain.class);
        return ((WriterStep.BeginAgain) step).slot();
    }

    /** Does what comes before a slot is done again, and hears of each that it is done; which steps that were. */
    private List<WriterStep> untilAgain() {
        var steps = new ArrayList<WriterStep>();
        while (!(step instanceof WriterStep.BeginAgain)) {
            steps.add(step);
            hear(DONE);
        }
        return steps;
    }

    private WriterProgramTest begunAgain() {
        return hear(new Heard.Begun(sequencer.tryAgain(again()).orElseThrow()));
    }

    /** From a slot that is to be done again to its prefetch. */
    private WriterProgramTest fetchingAgain(List<Ask> asks) {
        return begunAgain().hear(new Heard.Taken(asks, true)).hear(DONE);
    }

    // --- after Take

    @Test
    void with_nothing_to_take_it_leaves_and_keeps_the_connection_open() {
        taking(List.of(), true).isNext(new WriterStep.KeepOpen());

        assertThat(sequencer.isIdle()).isTrue();
        hear(new Heard.Gone()).isNext(new WriterStep.BeginTurn());
    }

    @Test
    void a_fresh_picture_and_a_connection_are_decided_on_without_locking() {
        taking(TWO, true).isNext(new WriterStep.Prefetch(TWO, Locks.NONE));
    }

    @Test
    void without_them_it_waits_for_all_before_it_and_locks_first() {
        taking(TWO, false);

        begunAgain().isNext(new WriterStep.LeaveOutAnswered(TWO));
        hear(new Heard.Taken(TWO, true)).isNext(new WriterStep.GetReady());
        hear(DONE).isNext(new WriterStep.Prefetch(TWO, new Locks(true, Set.of())));
    }

    @Test
    void while_conflicts_are_frequent_it_locks_first() {
        sequencer.conflicted();

        taking(TWO, true);

        again();
    }

    // --- after Prefetch

    @Test
    void what_was_decided_is_written_and_the_turn_is_passed() {
        decided(TWO).isNext(new WriterStep.Write(BATCH));

        assertThat(sequencer.tryBegin(2, false, 1)).isPresent();
        assertThat(sequencer.view().underWay()).hasSize(1);
    }

    @Test
    void what_was_decided_with_locks_is_written_and_the_turn_is_kept() {
        taking(TWO, false);
        fetchingAgain(TWO).hear(new Heard.Decided(BATCH, Set.of(7L))).isNext(new WriterStep.Write(BATCH));

        assertThat(sequencer.tryBegin(2, false, 1)).isEmpty();
        hear(DONE).isNext(new WriterStep.WriteFigures(BATCH));
    }

    @Test
    void accounts_that_are_needed_are_read_and_opened_and_all_is_read_again() {
        taking(TWO, true).hear(new Heard.Needs()).isNext(new WriterStep.ReadAndOpen(TWO));

        hear(new Heard.Taken(TWO, true)).isNext(new WriterStep.Prefetch(TWO, Locks.NONE));
    }

    @Test
    void asks_whose_accounts_may_not_be_opened_are_left_out() {
        taking(TWO, true).hear(new Heard.Needs());

        hear(new Heard.Taken(ONE, true)).isNext(new WriterStep.Prefetch(ONE, Locks.NONE));
    }

    @Test
    void where_all_of_them_are_left_out_it_begins_anew() {
        taking(TWO, true).hear(new Heard.Needs());

        hear(new Heard.Taken(List.of(), true)).isNext(new WriterStep.BeginTurn());

        assertThat(sequencer.isIdle()).isTrue();
    }

    @Test
    void accounts_are_read_ten_times_at_most() {
        taking(ONE, true);
        for (int reading = 0; reading < WriterProgram.READINGS; reading++) {
            hear(new Heard.Needs()).hear(new Heard.Taken(ONE, true));
        }

        hear(new Heard.Needs()).isNext(new WriterStep.RollBack());
        hear(DONE).isNext(new WriterStep.Refuse(ONE));
        hear(DONE).isNext(new WriterStep.BeginTurn());
        assertThat(sequencer.isIdle()).isTrue();
    }

    @Test
    void what_needs_a_commit_under_way_waits_for_it_and_locks_first() {
        taking(TWO, true).hear(new Heard.NeedsCommit());

        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack());
    }

    @Test
    void what_was_decided_while_one_before_it_failed_is_done_again() {
        var before = sequencer.decided(sequencer.tryBegin(2, false, 1).orElseThrow(), Batches.empty());
        taking(TWO, true);
        sequencer.failed(before);

        hear(new Heard.Decided(BATCH, Set.of(7L)));

        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack());
        assertThat(sequencer.tryAgain(again())).isEmpty();
    }

    @Test
    void a_fault_on_figures_that_are_not_locked_may_be_theirs_so_it_is_told_only_where_they_are() {
        var broken = Batches.broken(ONE.getFirst());
        taking(ONE, true).hear(new Heard.Decided(broken, Set.of(7L)));
        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack());

        fetchingAgain(ONE).hear(new Heard.Decided(broken, Set.of(7L))).isNext(new WriterStep.Write(broken));
    }

    // --- after Write

    @Test
    void from_the_writing_to_the_answers() {
        var slot = written(TWO).step;
        assertThat(slot).isInstanceOf(WriterStep.AwaitTurnToCommit.class);
        var mine = ((WriterStep.AwaitTurnToCommit) slot).slot();
        hear(DONE).isNext(new WriterStep.WriteFigures(BATCH));
        hear(DONE).isNext(new WriterStep.Commit());
        hear(DONE).isNext(new WriterStep.Publish(mine, BATCH));
        sequencer.confirmed(mine, before -> "confirmed");
        hear(DONE).isNext(new WriterStep.Answer(BATCH));
        hear(DONE).isNext(new WriterStep.BeginTurn());
        assertThat(sequencer.isIdle()).isTrue();
    }

    @Test
    void nothing_is_answered_that_was_not_published() {
        committing(TWO).hear(DONE);

        assertThatThrownBy(() -> hear(DONE)).hasMessageStartingWith("I6");
    }

    @Test
    void what_one_before_it_takes_along_is_done_again_without_a_pause() {
        written(TWO).hear(new Heard.Overtaken());

        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack());
    }

    @Test
    void after_a_conflict_it_locks_first_at_once_and_so_do_the_next() {
        written(TWO).hear(DONE).hear(new Heard.Conflict());

        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack());
        fetchingAgain(TWO).isNext(new WriterStep.Prefetch(TWO, new Locks(true, Set.of(7L))));
        hear(new Heard.Decided(BATCH, Set.of(7L))).hear(DONE).hear(DONE).hear(DONE);
        sequencer.confirmed(((WriterStep.Publish) step).slot(), before -> before);
        hear(DONE).hear(DONE).isNext(new WriterStep.BeginTurn());
        assertThat(sequencer.tryBegin(1, false, 1).orElseThrow().isPessimistic())
                .isTrue();
    }

    static List<Heard> troubles() {
        return List.of(new Heard.Waited(), new Heard.Gone());
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void before_the_commit_trouble_is_tried_again_after_pauses_that_double(Heard trouble) {
        taking(TWO, true).hear(trouble);
        var pauses = new ArrayList<WriterStep>();
        for (int attempt = 0; attempt < 7; attempt++) {
            pauses.add(untilAgain().get(1));
            fetchingAgain(TWO).hear(trouble);
        }

        assertThat(pauses)
                .containsExactly(pause(20), pause(40), pause(80), pause(160), pause(320), pause(500), pause(500));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void trouble_while_it_writes_or_gets_ready_is_the_same(Heard trouble) {
        decided(TWO).hear(trouble);
        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack(), pause(20));

        begunAgain().hear(new Heard.Taken(TWO, true)).hear(trouble);

        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack(), pause(40));
    }

    private static WriterStep pause(int millis) {
        return new WriterStep.Pause(Duration.ofMillis(millis));
    }

    @Test
    void what_is_answered_for_its_deadline_meanwhile_is_left_out() {
        taking(TWO, true).hear(new Heard.Waited());
        untilAgain();

        fetchingAgain(ONE).isNext(new WriterStep.Prefetch(ONE, new Locks(true, Set.of())));
    }

    @Test
    void where_all_of_it_is_answered_it_is_dropped() {
        taking(TWO, true).hear(new Heard.Waited());
        untilAgain();

        begunAgain().hear(new Heard.Taken(List.of(), true)).isNext(new WriterStep.BeginTurn());

        assertThat(sequencer.isIdle()).isTrue();
    }

    // --- what the database refuses

    @Test
    void what_is_refused_together_is_done_again_one_by_one_in_order() {
        decided(TWO).hear(new Heard.Refused("22003"));

        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack());
        begunAgain().isNext(new WriterStep.LeaveOutAnswered(List.of(TWO.get(0))));
        hear(new Heard.Taken(List.of(TWO.get(0)), true)).hear(DONE).hear(new Heard.Refused("22003"));
        hear(DONE).isNext(new WriterStep.Refuse(List.of(TWO.get(0))));
        hear(DONE);
        begunAgain().isNext(new WriterStep.LeaveOutAnswered(List.of(TWO.get(1))));
    }

    @Test
    void one_alone_that_is_refused_is_a_fault() {
        decided(ONE).hear(new Heard.Refused("22003")).isNext(new WriterStep.RollBack());

        hear(DONE).isNext(new WriterStep.Refuse(ONE));
        hear(DONE).isNext(new WriterStep.BeginTurn());
        assertThat(sequencer.isIdle()).isTrue();
    }

    // --- in-doubt commits

    @Test
    void a_commit_that_broke_off_is_fenced_and_looked_for_and_published_where_it_is_found() {
        committing(TWO).hear(new Heard.Unknown(SESSION)).isNext(new WriterStep.Reconnect());
        assertThat(sequencer.tryBegin(2, false, 1)).isEmpty();

        hear(DONE).isNext(new WriterStep.Fence(SESSION));
        hear(new Heard.Fenced(true)).isNext(new WriterStep.Look(BATCH));
        hear(new Heard.Found(true));

        assertThat(step).isInstanceOf(WriterStep.Publish.class);
        sequencer.confirmed(((WriterStep.Publish) step).slot(), before -> "found");
        hear(DONE).isNext(new WriterStep.Answer(BATCH));
    }

    @Test
    void nobody_looks_before_the_old_connection_has_ended() {
        committing(TWO).hear(new Heard.Unknown(SESSION)).hear(DONE);

        hear(new Heard.Fenced(false)).isNext(pause(20));
        hear(DONE).isNext(new WriterStep.Fence(SESSION));
        hear(new Heard.Gone()).isNext(pause(40));
        hear(DONE).isNext(new WriterStep.Reconnect());
        hear(new Heard.Gone()).isNext(pause(80));
        hear(DONE).isNext(new WriterStep.Reconnect());
        hear(DONE).isNext(new WriterStep.Fence(SESSION));
        hear(new Heard.Fenced(true)).isNext(new WriterStep.Look(BATCH));
        hear(new Heard.Waited()).isNext(pause(160));
        hear(DONE).isNext(new WriterStep.Reconnect());
    }

    @Test
    void a_commit_that_did_not_come_through_is_done_again_with_locks() {
        committing(TWO).hear(new Heard.Unknown(SESSION)).hear(DONE).hear(new Heard.Fenced(true));

        hear(new Heard.Found(false));

        assertThat(untilAgain()).containsExactly(new WriterStep.RollBack());
        fetchingAgain(TWO).isNext(new WriterStep.Prefetch(TWO, new Locks(true, Set.of(7L))));
    }

    // --- stopping

    @Test
    void a_writer_that_stops_ends_once_nothing_waits() {
        program.stop();

        taking(List.of(), true).isNext(new WriterStep.End());
    }

    @Test
    void a_writer_that_stops_gives_up_what_it_has_tried_five_times() {
        program.stop();
        taking(ONE, true).hear(new Heard.Gone());
        for (int attempt = 1; attempt < 5; attempt++) {
            untilAgain();
            fetchingAgain(ONE).hear(new Heard.Gone());
        }

        isNext(new WriterStep.RollBack());
        hear(DONE).hear(DONE).isNext(new WriterStep.Refuse(ONE));
        hear(DONE).isNext(new WriterStep.BeginTurn());
        assertThat(sequencer.isIdle()).isTrue();
    }

    @Test
    void what_cannot_be_heard_of_a_step_is_a_fault_of_the_driver() {
        taking(TWO, true);

        assertThatThrownBy(() -> hear(new Heard.Fenced(true))).isInstanceOf(IllegalStateException.class);
    }
}
