package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackgroundWorkTest {
    private final DrainTest.Stop stop = new DrainTest.Stop("PT0.5S", "PT1M");
    private final BackgroundWork background = new BackgroundWork(stop.drain());

    @BeforeEach
    void start() {
        background.begin(new StartupEvent());
    }

    @Test
    void no_round_begins_before_the_start_is_through() throws Exception {
        var starting = new BackgroundWork(stop.drain());
        assertThat(starting.round(() -> {
                    throw new AssertionError("what it works with is not there yet");
                }))
                .isNull();

        starting.begin(new StartupEvent());

        assertThat(starting.round(() -> "done")).isEqualTo("done");
    }

    @Test
    void rounds_go_on_until_there_is_rest_and_then_none_begins() throws Exception {
        assertThat(background.round(() -> "done")).isEqualTo("done");

        background.rest(new ShutdownDelayInitiatedEvent());

        assertThat(background.round(() -> {
                    throw new AssertionError("what it works with is gone");
                }))
                .isNull();
    }

    @Test
    void whoever_wants_rest_waits_for_what_is_under_way() throws Exception {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        try (var others = Executors.newFixedThreadPool(2)) {
            var round = others.submit(() -> background.round(() -> {
                begun.countDown();
                return mayEnd.await(1, TimeUnit.MINUTES);
            }));
            begun.await();
            var rest = others.submit(() -> {
                background.rest(new ShutdownDelayInitiatedEvent());
                return mayEnd.getCount() == 0;
            });
            assertThat(rest.isDone()).isFalse();

            mayEnd.countDown();

            assertThat(rest.get()).isTrue();
            assertThat(round.get()).isEqualTo(true);
        }
    }

    @Test
    void what_fails_in_a_round_is_told_to_whoever_began_it_and_keeps_nobody_from_rest() throws Exception {
        assertThatThrownBy(() -> background.round(() -> {
                    throw new SQLException("away");
                }))
                .hasMessage("away");

        background.rest(new ShutdownDelayInitiatedEvent());
    }
}
