package dev.douane.service.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.Transaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SegmentKeeperTest extends OnSegments {
    private static final long OWN_LOCK = 118;

    @Test
    void the_keeper_leaves_out_what_may_still_be_on_its_way() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4));
        time.set(DAY.plusSeconds(5));
        var keeper = new SegmentKeeper(database, time, 1, OWN_LOCK);

        keeper.advance();
        assertThat(count("decision_segment where not indexed")).isEqualTo(2);
        advanceUntil(keeper, 2);

        time.set(DAY.plusSeconds(10));
        advanceUntil(keeper, 4);
        assertThat(count("decision_segment")).isEqualTo(4);
    }

    /** Other transactions of the same server may be under way for a moment. */
    private void advanceUntil(SegmentKeeper keeper, int indexed) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            keeper.advance();
            return count("decision_segment where indexed") == indexed;
        });
    }

    @Test
    void two_keepers_do_not_work_at_once() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4));

        new SegmentKeeper(database, time, 1, SegmentKeeper.ONE_AT_A_TIME).advance();

        assertThat(count("decision_segment")).isZero();
    }

    /** It waits for those that were under way at the publication, not for those that come after it, of which there are always some. */
    @Test
    void the_keeper_waits_for_no_more_than_it_must() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4));
        var keeper = new SegmentKeeper(database, time, 2, OWN_LOCK);
        try (var earlier = Transaction.on(database)) {
            append(earlier.connection(), by("earlier", 100));
            keeper.advance();
            try (var later = Transaction.on(database)) {
                append(later.connection(), by("later", 101));
                keeper.advance();
                assertThat(count("decision_segment where indexed")).isZero();

                earlier.commit();
                advanceUntil(keeper, 2);
            }
        }
    }
}
