package dev.douane.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void children_that_ended_count_for_their_parent_whatever_it_is_called() {
        var stat =
                "4242 (postgres: 7) x (y) S 1 4242 4242 0 -1 4194560 2134 98765 0 12 150 30 1234 66 20 0 1 0 5555 1234567 890";

        assertThat(ProcessorTime.ofEndedChildren(stat)).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void what_was_spent_between_two_looks_is_told_apart() {
        var before = new ProcessorTime(Duration.ofMillis(100), Duration.ofMillis(40));
        var after = new ProcessorTime(Duration.ofMillis(350), Duration.ofMillis(90));

        var spent = after.minus(before);

        assertThat(spent).isEqualTo(new ProcessorTime(Duration.ofMillis(250), Duration.ofMillis(50)));
        assertThat(spent.all()).isEqualTo(Duration.ofMillis(300));
        assertThat(ProcessorTime.NONE.plus(spent).plus(spent).all()).isEqualTo(Duration.ofMillis(600));
    }
}
