package dev.douane.service.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much of what all readers share one of them has. */
class ReadsTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LimitsConfig limits =
            ConnectionsTest.limits(Map.of("douane.limits.reads", "5", "douane.limits.reads-per-key", "3"));
    private final Intake intake = new Intake(
            limits,
            new Refusals(metrics),
            new MemoryPressure(limits, metrics, () -> new MemoryUsage(0, 0, 1, 1), null),
            metrics);
    private final List<Taken> underWay = new ArrayList<>();

    private void read(String key, int times) {
        for (int read = 0; read < times; read++) {
            underWay.add(intake.takeRead(key));
        }
    }

    private void refused(String key, String limit) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> intake.takeRead(key))
                .withMessageContaining("(douane.limits.%s)".formatted(limit))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
    }

    @Test
    void one_key_leaves_some_to_the_others() {
        read("greedy", 3);

        refused("greedy", "reads-per-key");
        read("another", 2);
    }

    @Test
    void all_of_them_have_no_more_than_there_is() {
        read("one", 3);
        read("two", 2);

        refused("three", "reads");
        refused("two", "reads");
    }

    @Test
    void what_is_answered_makes_room_once() {
        read("one", 3);
        underWay.getFirst().close();
        underWay.getFirst().close();

        read("one", 1);
        refused("one", "reads-per-key");
        assertThat(metrics.get("douane.reads").gauge().value()).isEqualTo(3);
    }

    @Test
    void what_was_refused_took_nothing() {
        read("one", 3);
        refused("one", "reads-per-key");
        read("two", 2);
        refused("three", "reads");
        underWay.forEach(Taken::close);

        assertThat(metrics.get("douane.reads").gauge().value()).isZero();
        read("three", 3);
        read("one", 2);
    }
}
