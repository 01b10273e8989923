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
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers are given while what lives has all but filled the heap. */
class MemoryPressureTest {
    private static final long HEAP = 400L << 20;
    private static final int SMALL = 1_000;
    private static final int PACK = 5 << 20;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LimitsConfig limits = ConnectionsTest.limits(Map.of());
    private final Refusals refusals = new Refusals(metrics);
    private final List<String> log = new ArrayList<>();
    private long used;

    private final MemoryPressure pressure =
            new MemoryPressure(limits, metrics, () -> new MemoryUsage(0, used, HEAP, HEAP), null);
    private final Intake intake = new Intake(limits, refusals, pressure, metrics);

    private final Handler noting = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(new PatternFormatter("%s").format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger(MemoryPressure.class.getName()).addHandler(noting);
    }

    @AfterEach
    void leave() {
        Logger.getLogger(MemoryPressure.class.getName()).removeHandler(noting);
    }

    private void inUse(int percent) {
        used = HEAP * percent / 100;
        pressure.look();
    }

    @Test
    void with_room_everybody_gets_everything() {
        inUse(80);

        intake.take("key", PACK).close();
        intake.takeExport("key").close();
        assertThat(log).isEmpty();
    }

    @Test
    void while_memory_is_short_questions_go_on_and_what_is_large_waits() {
        inUse(90);

        intake.take("key", SMALL).close();
        refused(() -> intake.take("key", PACK));
        refused(() -> intake.takeExport("key"));
        assertThat(metrics.get("douane.refused")
                        .tag("limit", "memory")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void bodies_under_way_count() {
        for (int question = 0; question < 8; question++) {
            intake.take("key-" + question, 512 << 10);
        }
        inUse(90);

        refused(() -> intake.take("another", SMALL));
    }

    @Test
    void what_was_refused_for_it_took_nothing() {
        inUse(90);
        refused(() -> intake.take("key", PACK));
        inUse(50);

        intake.take("key", limits.bodyBytesPerKey()).close();
        intake.takeExport("key").close();
    }

    @Test
    void the_log_says_once_which_limits_were_close_and_when_it_is_over() {
        intake.takeExport("key");
        intake.takeExport("key");
        intake.take("key", 4 << 20);

        inUse(90);
        inUse(95);
        inUse(60);

        assertThat(log)
                .containsExactly(
                        "memory is short: after a collection 360 of 400 MB are in use; closest to their limits: "
                                + "exports 2 of 8, body-bytes 4194304 of 33554432, connections 0 of 4096, unsent-bytes 0 of 67108864, reads 0 of 16",
                        "memory is no longer short");
    }

    @Test
    void a_metric_tells() {
        inUse(90);
        assertThat(metrics.get("douane.memory.pressure").gauge().value()).isEqualTo(1);
        inUse(20);
        assertThat(metrics.get("douane.memory.pressure").gauge().value()).isZero();
    }

    private static void refused(ThrowingCallable asking) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(asking)
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.OVERLOADED));
    }
}
