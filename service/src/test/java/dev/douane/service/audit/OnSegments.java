package dev.douane.service.audit;

import static org.awaitility.Awaitility.await;

import dev.douane.rules.call.Caller;
import dev.douane.service.audit.Segments.Published;
import dev.douane.service.platform.AsOwner;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.SettableTime;
import dev.douane.service.platform.Transaction;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the log in segments have in common; the application's own keeper makes none meanwhile. */
abstract class OnSegments {
    static final Instant DAY = Instant.parse("2026-11-21T10:00:00Z");
    static final UUID LOWEST = new UUID(0, 0);
    static final UUID ABOVE_ALL = Ids.lowest(DAY.plusSeconds(3_600));

    @Inject
    DecisionLog log;

    @Inject
    DataSource database;

    @Inject
    AsOwner owner;

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

    void empty() throws SQLException {
        owner.execute("truncate decision, decision_segment, decision_posting cascade");
    }

    void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String of) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + of)) {
            row.next();
            return row.getLong(1);
        }
    }

    static DecisionRecords nth(int second) {
        return DecisionRecords.at(DAY.plusSeconds(second).toString(), 0);
    }

    static DecisionRecords by(String workflow, int second) {
        return nth(second).by(new Caller("acme", "search", "ranking", workflow, "u-1", null, "prod", "DE"));
    }

    void append(Connection connection, DecisionRecords... records) throws SQLException {
        DecisionRecords.append(
                log,
                connection,
                Arrays.stream(records).map(DecisionRecords::record).toList());
    }

    void append(DecisionRecords... records) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            append(transaction.connection(), records);
            transaction.commit();
        }
    }

    Published publish(int size) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            new Segments(transaction.connection()).publish(size, ABOVE_ALL, 1_000);
            transaction.commit();
        }
        return published();
    }

    Published published() throws SQLException {
        try (var transaction = Transaction.on(database)) {
            return new Segments(transaction.connection()).published();
        }
    }

    boolean isSeenByAll(Published published) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            return new Segments(transaction.connection()).isSeenByAll(published);
        }
    }

    void index(Published published) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            new Segments(transaction.connection()).index(published);
            transaction.commit();
        }
    }

    /** Other transactions of the same server may be under way for a moment. */
    void awaitSeen(Published published) {
        await().atMost(Duration.ofMinutes(1)).until(() -> isSeenByAll(published));
    }

    void makeSegments(int size) throws SQLException {
        var published = publish(size);
        if (published != null) {
            index(published);
        }
    }

    static DecisionQuery workflow(String workflow, int limit) {
        return new DecisionQuery(
                null, null, null, null, null, workflow, null, null, null, null, null, null, null, limit);
    }

    List<UUID> found(DecisionQuery query) throws SQLException {
        return log.page(query).stream().map(DecisionSummary::id).toList();
    }
}
