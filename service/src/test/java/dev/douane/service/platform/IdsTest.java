package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@BesideOthers
class IdsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    private final Ids ids = new Ids(clock::get);

    @Test
    void an_id_is_a_uuid_of_version_7_and_tells_its_time() {
        var id = ids.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Ids.timeOf(id)).isEqualTo("2026-11-21T12:00:00.123Z");
        assertThat(id.getMostSignificantBits() & 0xfff)
                .as("456 µs of a millisecond")
                .isEqualTo(1867);
    }

    @Test
    void ids_grow_while_the_clock_stands_still() {
        assertGrowing(make(10_000));
    }

    @Test
    void ids_grow_when_the_clock_steps_back() {
        var before = make(100);
        clock.set(NOON.minusSeconds(3600));
        var after = make(100);

        before.addAll(after);
        assertGrowing(before);
    }

    @Test
    void ids_go_on_after_the_newest_one_of_an_earlier_run() {
        var earlier = ids.next();
        var restarted = new Ids(() -> NOON.minusSeconds(60));
        restarted.continueAfter(earlier);

        assertGrowing(List.of(earlier, restarted.next()));
    }

    @Test
    void threads_never_get_the_same_moment_twice() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var made = new ArrayList<UUID>();
            for (var part : threads.invokeAll(Collections.<Callable<List<UUID>>>nCopies(4, () -> make(5_000)))) {
                assertGrowing(part.get());
                made.addAll(part.get());
            }
            assertThat(made.stream().map(UUID::getMostSignificantBits).distinct())
                    .hasSize(20_000);
        }
    }

    /** Two in a million would have to be as good as never; a generator of fewer bits, or one that is asked too seldom, shows. */
    @Test
    void what_is_random_about_an_id_does_not_come_twice() {
        assertThat(make(1_000_000).stream()
                        .mapToLong(UUID::getLeastSignificantBits)
                        .distinct()
                        .count())
                .isEqualTo(1_000_000);
    }

    @Test
    void the_lowest_id_of_a_moment_is_a_bound() {
        var id = ids.next();

        assertThat(Ids.lowest(NOON).toString()).isLessThanOrEqualTo(id.toString());
        assertThat(Ids.lowest(NOON.plusMillis(1)).toString()).isGreaterThan(id.toString());
    }

    private List<UUID> make(int count) {
        var made = new ArrayList<UUID>(count);
        for (var i = 0; i < count; i++) {
            made.add(ids.next());
        }
        return made;
    }

    /** By text, as unsigned bytes: the way PostgreSQL orders them. */
    private static void assertGrowing(List<UUID> made) {
        assertThat(made.stream().map(UUID::toString)).isSorted().doesNotHaveDuplicates();
    }
}
