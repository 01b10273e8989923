package dev.douane.rules.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.limits.Limit;
import org.junit.jupiter.api.Test;

/** What a worker may compile it can hand over, or a pack would be published and never come into force. */
class AnswerRoomTest {
    private static final long HEAD = 1 << 20; // a worker says little beside what it compiled

    @Test
    void the_largest_ruleset_has_room_in_an_answer() {
        assertThat(Limit.COMPILED_BYTES.most() + HEAD).isLessThanOrEqualTo(WorkerProcess.ANSWER_BYTES_MAX);
    }
}
