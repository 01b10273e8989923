package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a stop takes, by a clock that is set. */
class DrainTest {
    private static final Duration DOCKER_KILLS_AFTER = Duration.ofSeconds(10);

    @Test
    void whoever_has_nobody_asking_stops_after_the_quiet() {
        var stop = new Stop("PT0.5S", "PT5S");
        stop.letGo();

        assertThat(stop.closedDoorAt).isEqualTo(Duration.ofMillis(500));
        assertThat(stop.now).isEqualTo(Duration.ofMillis(500));
        assertThat(stop.brokeOffAt).isNull();
    }

    @Test
    void whoever_is_asked_without_end_closes_the_door_half_way_and_answers_in_the_other_half() {
        var stop = new Stop("PT0.5S", "PT5S");
        stop.isAsked = true;
        stop.underWayUntil = Duration.ofSeconds(4);
        stop.letGo();

        assertThat(stop.closedDoorAt).isEqualTo(Duration.ofMillis(2_500));
        assertThat(stop.now).isEqualTo(Duration.ofSeconds(4));
        assertThat(stop.brokeOffAt).isNull();
    }

    /** It took twice as long: once until the door was closed, and once more until the connections were. */
    @ParameterizedTest
    @CsvSource({"PT0.5S, PT5S", "PT5S, PT5S", "PT5S, PT15S", "PT0S, PT2S", "PT0.5S, PT0S"})
    void whatever_is_under_way_a_stop_takes_its_time_once(String quiet, String longest) {
        var stop = new Stop(quiet, longest);
        stop.isAsked = true;
        stop.underWayUntil = Duration.ofHours(1);
        stop.letGo();

        assertThat(stop.now).isEqualTo(Duration.parse(longest));
        assertThat(stop.brokeOffAt).isEqualTo(Duration.parse(longest));
    }

    /** The quiet may be all the time there is. */
    @Test
    void whoever_has_just_come_has_time_to_ask_and_to_be_answered() {
        var stop = new Stop("PT5S", "PT6S");
        stop.isAsked = true;
        stop.letGo();

        assertThat(stop.closedDoorAt).isEqualTo(Duration.ofSeconds(3));
        assertThat(stop.grace).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void what_stops_behind_it_has_what_is_left_and_a_second_at_least() {
        var early = new Stop("PT0.5S", "PT5S");
        early.letGo();
        assertThat(early.drain().left()).isEqualTo(Duration.ofMillis(4_500));

        var late = new Stop("PT0.5S", "PT5S");
        late.underWayUntil = Duration.ofHours(1);
        late.letGo();
        assertThat(late.drain().left()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void as_shipped_half_of_what_docker_gives_is_left_for_what_stops_behind_it() {
        assertThat(config(Map.of()).longest().multipliedBy(2)).isLessThanOrEqualTo(DOCKER_KILLS_AFTER);
    }

    private static DrainConfig config(Map<String, String> said) {
        return new SmallRyeConfigBuilder()
                .withMapping(DrainConfig.class)
                .withSources(new PropertiesConfigSource(said, "said", 100))
                .build()
                .getConfigMapping(DrainConfig.class);
    }

    /** A stop in which time passes only where it is waited. */
    static final class Stop implements Drain.Door {
        private final Drain drain;
        private Duration now = Duration.ZERO;
        private boolean isAsked;
        private Duration underWayUntil = Duration.ZERO;
        private @Nullable Duration closedDoorAt;
        private @Nullable Duration brokeOffAt;
        private @Nullable Duration grace;

        Stop(String quiet, String longest) {
            drain = new Drain(
                    config(Map.of("douane.drain.quiet", quiet, "douane.drain.longest", longest)),
                    this,
                    () -> now.toNanos(),
                    this::pass);
        }

        Drain drain() {
            return drain;
        }

        void letGo() {
            drain.letGo(new ShutdownDelayInitiatedEvent());
        }

        private void pass() {
            now = now.plusMillis(20);
            if (isAsked) {
                drain.asked();
            }
        }

        @Override
        public void acceptNoMore() {
            assertThat(closedDoorAt).isNull();
            closedDoorAt = now;
        }

        @Override
        public boolean endIdle(Duration graceOfNow) {
            assertThat(closedDoorAt).isNotNull();
            grace = graceOfNow;
            return now.compareTo(underWayUntil) < 0;
        }

        @Override
        public int endAll() {
            brokeOffAt = now;
            return 1;
        }
    }
}
