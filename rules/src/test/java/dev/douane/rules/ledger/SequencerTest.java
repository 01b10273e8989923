package dev.douane.rules.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.ledger.Sequencer.Permission;
import dev.douane.rules.ledger.Sequencer.Slot;
import dev.douane.rules.ledger.Sequencer.Stage;
import dev.douane.rules.ledger.Sequencer.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is confirmed is a text here, to which each commit adds a word. */
class SequencerTest {
    private final Sequencer<String> sequencer = new Sequencer<>("");

    private Turn begin(int writer) {
        return sequencer.tryBegin(writer, false, 1).orElseThrow();
    }

    private Slot decided(int writer, long account) {
        return sequencer.decided(begin(writer), Batches.changing(account));
    }

    private void confirm(Slot slot, String word) {
        sequencer.confirmed(slot, before -> before + word);
    }

    /** The accounts that batches under way change, in their order. */
    private List<Long> underWay() {
        return sequencer.view().underWay().stream()
                .map(pending -> pending.deltas().firstKey())
                .toList();
    }

    // --- I1: one decides at a time

    @Test
    void one_has_the_turn_until_it_has_decided() {
        var first = begin(1);
        assertThat(sequencer.tryBegin(2, false, 1)).isEmpty();

        sequencer.decided(first, Batches.empty());

        assertThat(sequencer.tryBegin(2, false, 1)).isPresent();
    }

    @Test
    void one_that_takes_nothing_leaves() {
        sequencer.leave(begin(1));

        assertThat(sequencer.isIdle()).isTrue();
        assertThat(sequencer.tryBegin(2, false, 1)).isPresent();
    }

    @Test
    void whoever_waited_longest_gets_the_turn() {
        var first = begin(1);
        assertThat(sequencer.tryBegin(3, false, 1)).isEmpty();
        assertThat(sequencer.tryBegin(2, false, 1)).isEmpty();
        sequencer.leave(first);

        assertThat(sequencer.tryBegin(2, false, 1)).isEmpty();
        assertThat(sequencer.tryBegin(3, false, 1)).isPresent();
    }

    @Test
    void a_turn_that_has_ended_decides_nothing() {
        var turn = begin(1);
        sequencer.leave(turn);

        assertThatThrownBy(() -> sequencer.decided(turn, Batches.empty())).hasMessageStartingWith("I1");
    }

    @Test
    void a_spare_writer_begins_where_a_full_batch_waits_and_the_usual_ones_are_under_way() {
        assertThat(sequencer.tryBegin(9, true, 64)).as("nothing is under way").isEmpty();
        decided(1, 1);
        decided(2, 2);
        assertThat(sequencer.tryBegin(9, true, 63)).as("too few wait").isEmpty();

        assertThat(sequencer.tryBegin(9, true, 64)).isPresent();
    }

    // --- I2: slots commit in their order

    @Test
    void the_second_waits_for_the_commit_of_the_first() {
        var first = decided(1, 1);
        var second = decided(2, 2);
        assertThat(sequencer.mayCommit(first)).isEqualTo(Permission.COMMIT);
        assertThat(sequencer.mayCommit(second)).isEqualTo(Permission.WAIT);
        assertThatThrownBy(() -> confirm(second, "second")).hasMessageStartingWith("I2");

        confirm(first, "first ");

        assertThat(sequencer.mayCommit(second)).isEqualTo(Permission.COMMIT);
        confirm(second, "second");
        assertThat(sequencer.view().confirmed()).isEqualTo("first second");
        assertThat(sequencer.isIdle()).isTrue();
    }

    // --- I3: what was decided on a slot that did not commit is decided again, after it, before anything new

    @Test
    void all_after_one_that_failed_are_done_again_in_order_before_anything_new() {
        var first = decided(1, 1);
        var second = decided(2, 2);
        var third = decided(3, 3);

        sequencer.failed(second);

        assertThat(sequencer.mayCommit(first)).isEqualTo(Permission.COMMIT);
        assertThat(sequencer.mayCommit(third)).isEqualTo(Permission.AGAIN);
        assertThat(sequencer.tryBegin(4, false, 1)).as("nothing new").isEmpty();
        assertThat(sequencer.tryAgain(second)).as("the first may still fail").isEmpty();
        confirm(first, "1");
        assertThat(sequencer.tryAgain(third)).as("the second comes first").isEmpty();
        assertThat(sequencer.tryAgain(second).orElseThrow().isPessimistic()).isTrue();
        assertThat(sequencer.tryAgain(third)).isEmpty();
        confirm(second, "2");
        assertThat(sequencer.tryAgain(third)).isPresent();
        confirm(third, "3");
        assertThat(sequencer.tryBegin(4, false, 1)).isPresent();
    }

    @Test
    void what_is_decided_while_one_before_fails_is_done_again_at_once() {
        var first = decided(1, 1);
        var turn = begin(2);
        sequencer.failed(first);
        assertThat(sequencer.tryAgain(first))
                .as("the turn is still the second's")
                .isEmpty();

        var second = sequencer.decided(turn, Batches.empty());

        assertThat(second.stage()).isEqualTo(Stage.AGAIN);
        assertThat(sequencer.tryAgain(first)).isPresent();
    }

    @Test
    void what_cannot_be_decided_yet_keeps_its_place_after_what_is_under_way() {
        var first = decided(1, 1);
        var second = sequencer.postponed(begin(2));
        assertThat(sequencer.tryAgain(second)).isEmpty();
        assertThat(sequencer.tryBegin(3, false, 1)).isEmpty();

        confirm(first, "1");

        assertThat(sequencer.tryAgain(second)).isPresent();
    }

    @Test
    void one_that_fails_again_gives_its_turn_back_and_stays_the_first() {
        var slot = sequencer.postponed(begin(1));
        assertThat(sequencer.tryAgain(slot)).isPresent();

        sequencer.failed(slot);

        assertThat(sequencer.tryBegin(2, false, 1)).isEmpty();
        assertThat(sequencer.tryAgain(slot)).isPresent();
    }

    @Test
    void one_that_is_split_is_done_again_in_parts_at_its_place() {
        var first = decided(1, 1);
        var second = decided(2, 2);
        sequencer.failed(first);

        var parts = sequencer.split(first, 2);

        assertThat(sequencer.tryAgain(second)).isEmpty();
        assertThat(sequencer.tryAgain(parts.get(1))).isEmpty();
        assertThat(sequencer.tryAgain(parts.get(0))).isPresent();
        sequencer.over(parts.get(0));
        assertThat(sequencer.tryAgain(parts.get(1))).isPresent();
        confirm(parts.get(1), "b");
        assertThat(sequencer.tryAgain(second)).isPresent();
    }

    @Test
    void nothing_is_confirmed_that_is_to_be_done_again() {
        var slot = decided(1, 1);
        sequencer.failed(slot);

        assertThatThrownBy(() -> confirm(slot, "")).hasMessageStartingWith("I3");
    }

    // --- I4: a slot leaves what is under way only in the transition that puts its figures into what is confirmed

    @Test
    void what_is_not_in_the_one_is_in_the_other() {
        var first = decided(1, 11);
        decided(2, 22);
        assertThat(underWay()).containsExactly(11L, 22L);
        assertThat(sequencer.view().confirmed()).isEmpty();

        confirm(first, "eleven");

        assertThat(underWay()).containsExactly(22L);
        assertThat(sequencer.view().confirmed()).isEqualTo("eleven");
    }

    @Test
    void what_failed_is_not_under_way() {
        var first = decided(1, 11);
        decided(2, 22);

        sequencer.failed(first);

        assertThat(underWay()).isEmpty();
    }

    // --- I5: nothing begins while a slot is in doubt

    @Test
    void nothing_begins_while_a_commit_is_in_doubt() {
        var first = decided(1, 1);
        var second = decided(2, 2);

        sequencer.inDoubt(first);

        assertThat(first.stage()).isEqualTo(Stage.IN_DOUBT);
        assertThat(sequencer.mayCommit(second)).isEqualTo(Permission.AGAIN);
        assertThat(sequencer.tryBegin(3, false, 1)).isEmpty();
        assertThat(sequencer.tryAgain(second)).isEmpty();
        assertThatThrownBy(() -> sequencer.tryAgain(first)).hasMessageStartingWith("I3");
        assertThatThrownBy(() -> sequencer.over(first)).hasMessageStartingWith("I5");
    }

    @Test
    void a_commit_in_doubt_that_is_found_is_confirmed() {
        var first = decided(1, 1);
        sequencer.inDoubt(first);

        confirm(first, "found");

        assertThat(sequencer.view().confirmed()).isEqualTo("found");
        assertThat(sequencer.isIdle()).isTrue();
    }

    @Test
    void a_commit_in_doubt_that_is_not_found_is_done_again() {
        var first = decided(1, 1);
        sequencer.inDoubt(first);

        sequencer.failed(first);

        assertThat(sequencer.tryAgain(first)).isPresent();
    }

    @Test
    void only_the_first_can_be_in_doubt() {
        decided(1, 1);
        var second = decided(2, 2);

        assertThatThrownBy(() -> sequencer.inDoubt(second)).hasMessageStartingWith("I2");
    }

    // --- I6: nobody is answered before the commit is known to have come through

    @Test
    void only_what_is_confirmed_is_answered() {
        var slot = decided(1, 1);
        assertThatThrownBy(() -> sequencer.requireConfirmed(slot)).hasMessageStartingWith("I6");
        sequencer.inDoubt(slot);
        assertThatThrownBy(() -> sequencer.requireConfirmed(slot)).hasMessageStartingWith("I6");

        confirm(slot, "");

        sequencer.requireConfirmed(slot);
    }

    // --- pessimism

    @Test
    void after_a_conflict_four_turns_lock_first_and_twice_as_many_after_the_next() {
        sequencer.conflicted();
        assertThat(pessimisticTurns()).isEqualTo(4);

        sequencer.conflicted();

        assertThat(pessimisticTurns()).isEqualTo(8);
    }

    @Test
    void at_most_256_turns_lock_first() {
        for (int conflict = 0; conflict < 20; conflict++) {
            sequencer.conflicted();
        }

        assertThat(pessimisticTurns()).isEqualTo(256);
    }

    @Test
    void one_that_came_through_undisturbed_ends_the_doubling() {
        sequencer.conflicted();
        pessimisticTurns();
        confirm(decided(1, 1), "");

        sequencer.conflicted();

        assertThat(pessimisticTurns()).isEqualTo(4);
    }

    private int pessimisticTurns() {
        for (int turns = 0; ; turns++) {
            var turn = begin(1);
            sequencer.leave(turn);
            if (!turn.isPessimistic()) {
                return turns;
            }
        }
    }
}
