package dev.douane.service.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.audit.Segments.Published;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.Transaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SegmentsTest extends OnSegments {
    @Test
    void a_segment_is_full_and_the_next_begins_where_it_ends() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4));

        var published = publish(2);

        assertThat(published.last()).isEqualTo(2);
        assertThat(count("decision_segment a join decision_segment b on b.number = a.number + 1 and b.start = a.upto"))
                .isEqualTo(1);
        assertThat(count("decision d join decision_segment s on d.id >= s.start and d.id < s.upto"))
                .isEqualTo(4);
    }

    @Test
    void what_is_rare_is_found_behind_more_segments_than_are_asked_for_at_once() throws SQLException {
        var records = new ArrayList<DecisionRecords>();
        for (int second = 0; second < 400; second++) {
            records.add(by(second < 3 || second == 390 ? "rare" : second % 2 == 0 ? "even" : "odd", second));
        }
        append(records.toArray(DecisionRecords[]::new));
        makeSegments(1);

        assertThat(found(workflow("rare", 10))).containsExactly(nth(390).id(), nth(2).id(), nth(1).id(), nth(0).id());
        assertThat(found(workflow("rare", 2))).containsExactly(nth(390).id(), nth(2).id());
        assertThat(found(workflow("rare", 2).before(nth(2).id()))).containsExactly(nth(1).id(), nth(0).id());
        assertThat(found(workflow("odd", 1_000))).hasSize(199);
        assertThat(found(workflow("nobody", 10))).isEmpty();
    }

    /** It looked at the bounds when there were none: so it is waited for. */
    @Test
    void a_decision_under_way_while_bounds_are_published_is_not_missed() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3));
        try (var slow = Transaction.on(database)) {
            append(slow.connection(), by("slow", 2).withLast(7));

            isWaitedFor(slow, publish(2));
        }
    }

    /** Its transaction has a higher number than the publication's, and than all that have ended. */
    @Test
    void a_decision_that_began_after_the_publication_and_did_not_see_it_is_not_missed() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3));
        try (var publishing = Transaction.on(database);
                var slow = Transaction.on(database)) {
            new Segments(publishing.connection()).publish(2, ABOVE_ALL, 1_000);
            append(slow.connection(), by("slow", 2).withLast(7));
            publishing.commit();

            isWaitedFor(slow, published());
        }
    }

    private void isWaitedFor(Transaction slow, Published published) throws SQLException {
        assertThat(isSeenByAll(published)).isFalse();
        slow.commit();
        awaitSeen(published);
        index(published);
        assertThat(found(workflow("slow", 10)))
                .containsExactly(by("slow", 2).withLast(7).id());
    }

    @Test
    void a_decision_that_comes_late_is_found_before_and_after_its_segment_is_indexed_and_told_once()
            throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4));
        var published = publish(2);
        var first = by("late", 1).withLast(1);
        append(first);
        assertThat(found(workflow("late", 10))).containsExactly(first.id());

        index(published);
        assertThat(found(workflow("late", 10))).containsExactly(first.id());

        var second = by("late", 1).withLast(2);
        var third = by("late", 3).withLast(3);
        append(second, third);
        assertThat(found(workflow("late", 10))).containsExactly(third.id(), second.id(), first.id());
        assertThat(count("decision_posting where value = 'late' and segment = 1"))
                .as("one of the writer's, one of the index")
                .isEqualTo(2);
    }

    @Test
    void what_left_the_log_is_forgotten_but_for_the_newest_segment() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4), nth(5), nth(6));
        makeSegments(2);
        owner.execute("truncate decision cascade");
        append(by("new", 6));

        try (var transaction = Transaction.on(database)) {
            var segments = new Segments(transaction.connection());
            assertThat(segments.forget(1)).isFalse();
            while (!segments.forget(1)) {
                assertThat(count("decision_segment")).isEqualTo(3);
            }
            transaction.commit();
        }

        assertThat(count("decision_segment")).isEqualTo(1);
        assertThat(count("decision_posting where segment < 3")).isZero();
        append(nth(7), nth(8));
        makeSegments(2);
        assertThat(count("decision_segment")).isEqualTo(2);
        assertThat(found(workflow("new", 10))).containsExactly(nth(6).id());

        append(by("old", 1)); // below everything there is
        assertThat(found(workflow("old", 10))).containsExactly(nth(1).id());
    }

    /** Ids may run ahead of the clock by a day, but nobody reads a day for what was decided before. */
    @Test
    void what_was_decided_before_a_time_is_looked_for_where_it_is() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4), nth(5));
        makeSegments(2);
        var ahead = nth(0).withId(nth(3).withLast(1).id());
        append(ahead);

        assertThat(found(new DecisionQuery(
                        null,
                        DAY.plusSeconds(1),
                        null,
                        null,
                        null,
                        null,
                        null,
                        "u-1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        10)))
                .containsExactly(ahead.id(), nth(0).id());
        append(nth(6), nth(7));
        makeSegments(2);
        try (var transaction = Transaction.on(database)) {
            var to = DAY.plusSeconds(1).atOffset(ZoneOffset.UTC);
            assertThat(new Segments(transaction.connection()).with(List.of(), 9, LOWEST, ABOVE_ALL, to, 10))
                    .extracting(Segments.Range::number)
                    .containsExactly(2, 1);
        }
    }
}
