package dev.douane.service.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.service.audit.Segments.Published;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import dev.douane.service.platform.Transaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SegmentsTest {
    private static final Instant DAY = Instant.parse("2026-11-21T10:00:00Z");
    private static final UUID LOWEST = new UUID(0, 0);
    private static final UUID ABOVE_ALL = Ids.lowest(DAY.plusSeconds(3_600));

    @Inject
    DecisionLog log;

    @Inject
    DataSource database;

    @Inject
    SettableTime time;

    /** Has the lock of the application's own keeper, which makes no segments beside the test then. */
    private Connection others;

    @BeforeEach
    void alone() throws SQLException {
        others = database.getConnection();
        try (var lock = others.prepareStatement("select pg_advisory_lock(?)")) {
            lock.setLong(1, SegmentKeeper.ONE_AT_A_TIME);
            lock.execute();
        }
        empty();
    }

    @AfterEach
    void notAlone() throws SQLException {
        time.reset();
        empty();
        try (var connection = others;
                var unlock = connection.createStatement()) {
            unlock.execute("select pg_advisory_unlock_all()");
        }
    }

    private void empty() throws SQLException {
        execute("truncate decision, decision_segment, decision_posting cascade");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String of) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + of)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static DecisionRecords nth(int second) {
        return DecisionRecords.at(DAY.plusSeconds(second).toString(), 0);
    }

    private static DecisionRecords by(String workflow, int second) {
        return nth(second).by(new Caller("acme", "search", "ranking", workflow, "u-1", null, "prod", "DE"));
    }

    private void append(Connection connection, DecisionRecords... records) throws SQLException {
        DecisionRecords.append(
                log,
                connection,
                Arrays.stream(records).map(DecisionRecords::record).toList());
    }

    private void append(DecisionRecords... records) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            append(transaction.connection(), records);
            transaction.commit();
        }
    }

    private Published publish(int size) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            new Segments(transaction.connection()).publish(size, ABOVE_ALL, 1_000);
            transaction.commit();
        }
        return published();
    }

    private Published published() throws SQLException {
        try (var transaction = Transaction.on(database)) {
            return new Segments(transaction.connection()).published();
        }
    }

    private boolean isSeenByAll(Published published) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            return new Segments(transaction.connection()).isSeenByAll(published);
        }
    }

    private void index(Published published) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            new Segments(transaction.connection()).index(published);
            transaction.commit();
        }
    }

    private void makeSegments(int size) throws SQLException {
        var published = publish(size);
        if (published != null) {
            index(published);
        }
    }

    private static DecisionQuery workflow(String workflow, int limit) {
        return new DecisionQuery(null, null, null, null, workflow, null, null, null, null, null, null, limit);
    }

    private List<UUID> found(DecisionQuery query) throws SQLException {
        return log.page(query).stream().map(DecisionSummary::id).toList();
    }

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
            var published = publish(2);

            assertThat(isSeenByAll(published)).isFalse();
            slow.commit();
            assertThat(isSeenByAll(published)).isTrue();
            index(published);
        }

        assertThat(found(workflow("slow", 10)))
                .containsExactly(by("slow", 2).withLast(7).id());
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
            var published = published();

            assertThat(isSeenByAll(published)).isFalse();
            slow.commit();
            assertThat(isSeenByAll(published)).isTrue();
            index(published);
        }

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
        execute("truncate decision cascade");
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

    private static final long OWN_LOCK = 118;

    @Test
    void the_keeper_leaves_out_what_may_still_be_on_its_way() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4));
        time.set(DAY.plusSeconds(5));
        var keeper = new SegmentKeeper(database, time, 1, OWN_LOCK);

        keeper.advance();
        assertThat(count("decision_segment where not indexed")).isEqualTo(2);
        keeper.advance();
        assertThat(count("decision_segment where indexed")).isEqualTo(2);

        time.set(DAY.plusSeconds(10));
        keeper.advance();
        keeper.advance();
        assertThat(count("decision_segment where indexed")).isEqualTo(4);
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
                keeper.advance();
                assertThat(count("decision_segment where indexed")).isEqualTo(2);
            }
        }
    }

    /** Ids may run ahead of the clock by a day, but nobody reads a day for what was decided before. */
    @Test
    void what_was_decided_before_a_time_is_looked_for_where_it_is() throws SQLException {
        append(nth(0), nth(1), nth(2), nth(3), nth(4), nth(5));
        makeSegments(2);
        var ahead = nth(0).withId(nth(3).withLast(1).id());
        append(ahead);

        assertThat(found(new DecisionQuery(
                        null, DAY.plusSeconds(1), null, null, null, null, "u-1", null, null, null, null, 10)))
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

    /** A naive search looks at everything that was appended. Decisions come in any order, while segments are made. */
    @Test
    void every_search_finds_what_a_naive_one_finds() throws SQLException {
        var random = new Random(118);
        var all = new ArrayList<DecisionRecords>();
        var ids = new ArrayList<Integer>();
        for (int second = 0; second < 600; second++) {
            ids.add(second);
        }
        for (int i = 0; i < ids.size(); i++) { // nearly in order
            Collections.swap(
                    ids,
                    i,
                    Math.min(ids.size() - 1, i + (random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(3))));
        }
        @Nullable Published published = null;
        while (!ids.isEmpty()) {
            var batch = new ArrayList<DecisionRecords>();
            for (int i = random.nextInt(12); i >= 0 && !ids.isEmpty(); i--) {
                batch.add(any(random, ids.removeFirst()));
            }
            append(batch.toArray(DecisionRecords[]::new));
            all.addAll(batch);
            if (published != null && random.nextBoolean()) {
                assertThat(isSeenByAll(published)).isTrue();
                index(published);
                published = null;
            } else if (random.nextInt(3) == 0) {
                published = publish(1 + random.nextInt(9));
            }
            for (int i = 0; i < 6; i++) {
                var query = any(random, all);
                assertThat(found(query)).as(query.toString()).isEqualTo(naively(query, all));
            }
        }
    }

    private static DecisionRecords any(Random random, int second) {
        var caller = new Caller(
                "acme", word(random, "p", 3), null, word(random, "w", 40), word(random, "u", 15), null, null, null);
        var one = nth(second).by(caller).asking(word(random, "m", 4));
        var rules = new ArrayList<String>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rules.add("R-" + random.nextInt(12));
        }
        one = one.because(rules.stream().distinct().toArray(String[]::new));
        return switch (random.nextInt(4)) {
            case 0 -> one.denied();
            case 1 -> one.to("downgrade", word(random, "m", 4), "DE", "FR");
            case 2 -> one.to("reroute", word(random, "m", 4), null, null);
            default -> one;
        };
    }

    private static @Nullable String word(Random random, String kind, int of) {
        int which = (int) (of * random.nextDouble() * random.nextDouble());
        return which == 1 ? null : kind + which;
    }

    private static DecisionQuery any(Random random, List<DecisionRecords> all) {
        var like = all.get(random.nextInt(all.size())).record();
        var caller = like.caller();
        var rule = like.rules().isEmpty() ? "R-99" : like.rules().getFirst();
        return new DecisionQuery(
                random.nextInt(4) == 0 ? DAY.plusSeconds(random.nextInt(600)) : null,
                random.nextInt(4) == 0 ? DAY.plusSeconds(random.nextInt(600)) : null,
                random.nextInt(4) == 0 ? like.verdict() : null,
                random.nextInt(8) == 0 ? "deny" : null, // what would have been, of those that asked for a model
                random.nextInt(3) == 0 ? caller.workflow() : null,
                random.nextInt(4) == 0 ? caller.product() : null,
                random.nextInt(4) == 0 ? caller.user() : null,
                random.nextInt(4) == 0 ? like.modelAsked() : null,
                random.nextInt(4) == 0 ? rule : null,
                random.nextInt(6) == 0 ? "FR" : null,
                random.nextInt(4) == 0 ? nth(random.nextInt(600)).id() : null,
                1 + random.nextInt(20));
    }

    private static List<UUID> naively(DecisionQuery query, List<DecisionRecords> all) {
        return all.stream()
                .filter(matches(query))
                .map(DecisionRecords::id)
                .sorted(Ids.ORDER.reversed())
                .limit(query.limit())
                .toList();
    }

    private static Predicate<DecisionRecords> matches(DecisionQuery query) {
        return decision -> {
            var record = decision.record();
            var target = record.target();
            return (query.from() == null || !record.decidedAt().isBefore(query.from()))
                    && (query.to() == null || record.decidedAt().isBefore(query.to()))
                    && is(query.verdict(), record.verdict())
                    && is(query.wouldHave(), record.wouldHave())
                    && is(query.workflow(), record.caller().workflow())
                    && is(query.product(), record.caller().product())
                    && is(query.user(), record.caller().user())
                    && (query.model() == null
                            || Stream.of(record.modelAsked(), target == null ? null : target.model())
                                    .anyMatch(query.model()::equals))
                    && (query.rule() == null || record.rules().contains(query.rule()))
                    && (query.jurisdiction() == null
                            || Stream.of(
                                            target == null ? null : target.hosting(),
                                            target == null ? null : target.control())
                                    .anyMatch(query.jurisdiction()::equals))
                    && (query.before() == null || Ids.ORDER.compare(decision.id(), query.before()) < 0);
        };
    }

    private static boolean is(@Nullable String asked, @Nullable String there) {
        return asked == null || Objects.equals(asked, there);
    }
}
