package dev.douane.service.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.usage.LengthBuckets;
import dev.douane.rules.usage.LengthKey;
import dev.douane.service.BesideOthers;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.ledger.TestServer;
import dev.douane.service.platform.SettableTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node keeps of output lengths in memory, on a real PostgreSQL. */
@BesideOthers
class OutputLengthsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final long WEEK = NOW.getEpochSecond() / Duration.ofDays(7).toSeconds();

    private final TestServer.Database database = TestServer.database();
    private final SettableTime time = new SettableTime();
    private final OutputLengths lengths =
            new OutputLengths(database.source(), new DecisionLog(database.source()), time);

    @BeforeEach
    void november() {
        time.set(NOW);
    }

    /** One completion of ten tokens by each workflow from the first to before the last. */
    private void observed(int first, int last, long week) throws SQLException {
        var counts = new TreeMap<LengthTable.Place, long[]>();
        for (int i = first; i < last; i++) {
            var one = new long[LengthBuckets.COUNT];
            one[LengthBuckets.of(10)] = 1;
            counts.put(new LengthTable.Place(key(i), week), one);
        }
        try (var connection = database.connect()) {
            LengthTable.add(connection, counts);
        }
    }

    private static LengthKey key(int workflow) {
        return new LengthKey("w" + workflow, "big");
    }

    private int remembered() {
        return lengths.seen().byWorkflow().size();
    }

    private long samplesOfModel() {
        return lengths.seen().byModel().get("big").samples();
    }

    @Test
    void of_thirty_thousand_workflows_the_latest_are_remembered_and_the_model_counts_them_all() throws SQLException {
        observed(0, 10_000, WEEK);
        observed(10_000, 20_000, WEEK);
        lengths.exchange();
        assertThat(remembered()).isEqualTo(20_000);

        observed(20_000, 30_000, WEEK);
        lengths.exchange();

        assertThat(remembered()).isEqualTo(20_000);
        assertThat(lengths.seen().byWorkflow().containsKey(key(29_999))).isTrue();
        assertThat(lengths.seen().byWorkflow().containsKey(key(20_000))).isTrue();
        assertThat(lengths.seen().byWorkflow().containsKey(key(0))).isFalse();
        assertThat(samplesOfModel()).isEqualTo(30_000);

        var starting = new OutputLengths(database.source(), new DecisionLog(database.source()), time);
        starting.exchange();
        assertThat(starting.seen().byWorkflow().size()).isEqualTo(20_000);
        assertThat(starting.seen().byWorkflow().containsKey(key(0))).isFalse();
        assertThat(starting.seen().byModel().get("big").samples()).isEqualTo(30_000);
    }

    @Test
    void a_workflow_that_was_forgotten_comes_back_with_all_its_weeks() throws SQLException {
        observed(0, 1, WEEK - 1);
        observed(0, 1, WEEK - 1);
        observed(1, 20_001, WEEK);
        lengths.exchange();
        assertThat(remembered()).isEqualTo(20_000);
        assertThat(lengths.seen().byWorkflow().containsKey(key(0))).isFalse();

        observed(0, 1, WEEK);
        lengths.exchange();

        assertThat(remembered()).isEqualTo(20_000);
        assertThat(lengths.seen().byWorkflow().get(key(0)).samples())
                .as("one, and two of last week")
                .isEqualTo(2);
        assertThat(samplesOfModel()).isEqualTo(20_002);
    }

    @Test
    void nothing_is_built_anew_while_nothing_is_observed() throws SQLException {
        observed(0, 3, WEEK);
        lengths.exchange();
        var before = lengths.seen();

        lengths.exchange();
        assertThat(lengths.seen()).isSameAs(before);

        observed(3, 4, WEEK);
        lengths.exchange();
        assertThat(lengths.seen().byWorkflow()).hasSize(4);
    }

    @Test
    void the_length_of_a_completion_is_told_rounded_up() throws SQLException {
        lengths.settled(UUID.randomUUID(), "big", 5, 2);
        lengths.exchange();

        assertThat(lengths.seen().byModel().get("big").quantile(500)).isEqualTo(3);
        assertThat(samplesOfModel()).isEqualTo(2);
    }

    @Test
    void what_could_not_be_written_is_written_once_it_can_be() throws SQLException {
        lengths.settled(UUID.randomUUID(), "big", 5, 1);
        database.execute("alter table output_length rename to away");
        assertThatThrownBy(lengths::exchange).isInstanceOf(SQLException.class);
        lengths.settled(UUID.randomUUID(), "big", 7, 1);
        assertThatThrownBy(lengths::exchange).isInstanceOf(SQLException.class);

        database.execute("alter table away rename to output_length");
        lengths.exchange();

        assertThat(samplesOfModel()).isEqualTo(2);
    }

    @Test
    void what_can_never_be_written_does_not_stop_the_rest_for_ever() throws SQLException {
        lengths.settled(UUID.randomUUID(), "\u0000", 5, 1);
        for (int i = 0; i < OutputLengths.TRIES; i++) {
            assertThatThrownBy(lengths::exchange).isInstanceOf(SQLException.class);
        }
        lengths.settled(UUID.randomUUID(), "big", 7, 1);
        lengths.exchange();

        assertThat(samplesOfModel()).isEqualTo(1);
    }
}
