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

    private static final int MOST = EventTallies.Share.STRANGERS.groups();

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
        for (int i = 0; i < 5 * MOST; i++) {
            tallies.note(from("address " + i), NOON);
        }

        assertThat(tallies.size()).isEqualTo(MOST + 1);
        var events = tallies.take(START);
        assertThat(count(events)).isEqualTo(5L * MOST);
        assertThat(events)
                .filteredOn(event -> event.group().isOfMany())
                .singleElement()
                .satisfies(rest -> assertThat(rest.group().kind()).isEqualTo(EventKind.UNAUTHENTICATED))
                .satisfies(rest -> assertThat(rest.count()).isEqualTo(4L * MOST));
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
        assertThat(rows.size()).isLessThanOrEqualTo(MOST + 60);
        rows.addAll(tallies.takeAll(after(Duration.ofMinutes(59))));
        assertThat(count(rows)).isEqualTo(noted);

        tallies.note(from("later"), NOON);
        assertThat(tallies.take(after(Duration.ofHours(1))))
                .extracting(SecurityEvent::group)
                .containsExactly(from("later"));
    }

    /** 54 operations from 22 addresses, without a key, hid for an hour what known keys did. */
    @Test
    void strangers_hide_neither_what_keys_do_nor_refused_approvals() {
        for (int i = 0; i < 2 * MOST; i++) {
            tallies.note(from("address " + i), NOON);
        }
        tallies.take(START);
        var forbidden = new EventGroup(EventKind.FORBIDDEN, "k", "a", "GET /v1/keys", null);
        var limited = new EventGroup(EventKind.LIMITED, "k", "a", "GET /v1/keys", "reads-per-key");
        var approval = new EventGroup(EventKind.APPROVAL_REFUSED, "k", "a", "POST /v1/rulesets/{number}/approve", null);
        List.of(forbidden, limited, approval).forEach(group -> tallies.note(group, NOON));

        assertThat(tallies.take(after(Duration.ofSeconds(2))))
                .extracting(SecurityEvent::group)
                .containsExactlyInAnyOrder(forbidden, limited, approval);
    }

    /** A key that was found out to be a known one's id is a stranger's word all the same. */
    @Test
    void strangers_who_claim_to_be_a_key_do_not_hide_it() {
        for (int i = 0; i < 2 * MOST; i++) {
            tallies.note(new EventGroup(EventKind.UNAUTHENTICATED, "k", "address " + i, "GET /v1/keys", null), NOON);
        }
        var forbidden = new EventGroup(EventKind.FORBIDDEN, "k", "a", "GET /v1/keys", null);
        tallies.note(forbidden, NOON);

        assertThat(tallies.take(START)).extracting(SecurityEvent::group).contains(forbidden);
    }

    @Test
    void keys_that_are_refused_much_do_not_hide_refused_approvals() {
        for (int i = 0; i < 2 * EventTallies.Share.KEYS.groups(); i++) {
            tallies.note(new EventGroup(EventKind.FORBIDDEN, "k", "address " + i, "GET /v1/keys", null), NOON);
        }
        var approval = new EventGroup(EventKind.APPROVAL_REFUSED, "k", "a", "POST /v1/rulesets/{number}/approve", null);
        tallies.note(approval, NOON);

        assertThat(tallies.take(START)).extracting(SecurityEvent::group).contains(approval);
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
