package dev.douane.service.identity.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However many events come, from however many sides, they take so much memory and so many rows, and none is lost. */
class EventTalliesTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    /** Clocks that go on evenly begin anywhere. */
    private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

    private final EventTallies tallies = new EventTallies(START);

    private static EventGroup from(String address) {
        return new EventGroup(EventKind.UNAUTHENTICATED, null, address, "GET /v1/keys", null);
    }

    private static long after(Duration wait) {
        return START + wait.toNanos();
    }

    private static long count(List<SecurityEvent> events) {
        return events.stream().mapToLong(SecurityEvent::count).sum();
    }

    @Test
    void what_is_alike_is_one_event_with_its_number_and_its_first_and_last_time() {
        tallies.note(from("a"), NOON);
        tallies.note(from("a"), NOON.plusSeconds(3));
        tallies.note(from("a"), NOON.minusSeconds(1)); // clocks step back
        tallies.note(from("b"), NOON);

        assertThat(tallies.take(START))
                .containsExactlyInAnyOrder(
                        new SecurityEvent(from("a"), NOON.minusSeconds(1), NOON.plusSeconds(3), 3),
                        new SecurityEvent(from("b"), NOON, NOON, 1));
    }

    @Test
    void what_goes_on_is_told_once_a_minute() {
        tallies.note(from("a"), NOON);
        assertThat(count(tallies.take(START))).isEqualTo(1);
        for (int second = 1; second < 60; second++) {
            tallies.note(from("a"), NOON.plusSeconds(second));
            assertThat(tallies.take(after(Duration.ofSeconds(second)))).isEmpty();
        }
        assertThat(count(tallies.take(after(Duration.ofMinutes(1))))).isEqualTo(59);
        assertThat(tallies.take(after(Duration.ofMinutes(2)))).isEmpty();
        assertThat(tallies.size()).as("what is over is forgotten").isZero();
    }

    @Test
    void of_too_many_groups_the_rest_is_counted_by_its_kind() {
        for (int i = 0; i < 5 * EventTallies.GROUPS; i++) {
            tallies.note(from("address " + i), NOON);
        }

        assertThat(tallies.size()).isEqualTo(EventTallies.GROUPS + 1);
        var events = tallies.take(START);
        assertThat(count(events)).isEqualTo(5 * EventTallies.GROUPS);
        assertThat(events)
                .filteredOn(event -> event.group().isOfMany())
                .singleElement()
                .satisfies(rest -> assertThat(rest.group().kind()).isEqualTo(EventKind.UNAUTHENTICATED))
                .satisfies(rest -> assertThat(rest.count()).isEqualTo(4 * EventTallies.GROUPS));
    }

    @Test
    void an_hour_has_so_many_rows_and_the_next_has_as_many() {
        var rows = new ArrayList<SecurityEvent>();
        var noted = 0;
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 200; i++) {
                tallies.note(from("%d.%d".formatted(minute, i)), NOON);
                noted++;
            }
            rows.addAll(tallies.take(after(Duration.ofMinutes(minute))));
        }
        assertThat(rows.size()).isLessThanOrEqualTo(EventTallies.ROWS_AN_HOUR + 60);
        rows.addAll(tallies.takeAll(after(Duration.ofMinutes(59))));
        assertThat(count(rows)).isEqualTo(noted);

        tallies.note(from("later"), NOON);
        assertThat(tallies.take(after(Duration.ofHours(1))))
                .extracting(SecurityEvent::group)
                .containsExactly(from("later"));
    }

    @Test
    void what_could_not_be_written_is_due_again_at_once_and_not_twice() {
        tallies.note(from("a"), NOON);
        var failed = tallies.take(START);
        tallies.note(from("a"), NOON.plusSeconds(1));
        tallies.putBack(failed);

        assertThat(tallies.take(after(Duration.ofSeconds(2))))
                .containsExactly(new SecurityEvent(from("a"), NOON, NOON.plusSeconds(1), 2));
    }

    @Test
    void at_a_stop_nothing_waits_for_its_minute() {
        tallies.note(from("a"), NOON);
        tallies.take(START);
        tallies.note(from("a"), NOON);

        assertThat(count(tallies.takeAll(after(Duration.ofSeconds(1))))).isEqualTo(1);
        assertThat(tallies.takeAll(after(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void what_was_written_aside_within_the_minute_is_counted() {
        var export = new EventGroup(EventKind.EXPORT, "k", "a", null, "text/csv without a limit");
        assertThat(tallies.noteIfKnown(export, NOON, START)).isFalse();
        tallies.written(export, START);

        assertThat(tallies.noteIfKnown(export, NOON, after(Duration.ofSeconds(59))))
                .isTrue();
        assertThat(tallies.take(after(Duration.ofSeconds(59)))).isEmpty();
        assertThat(count(tallies.take(after(Duration.ofMinutes(1))))).isEqualTo(1);
        assertThat(tallies.noteIfKnown(export, NOON, after(Duration.ofSeconds(121))))
                .isFalse();
    }
}
