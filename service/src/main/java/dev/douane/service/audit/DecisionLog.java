package dev.douane.service.audit;

import dev.douane.service.platform.BinaryCopy;
import dev.douane.service.platform.Transaction;
import dev.douane.service.platform.UnitOfWork;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The decision log. What is appended stays as it is until its month has passed the retention. Safe for use by many threads; every method
 * blocks, so none is for the event loop.
 */
@ApplicationScoped
public class DecisionLog {
    private static final int BYTES_A_ROW = 1_000;
    static final int EXPORT_PAGE = 250;

    private final DataSource database;

    /** As many as batches were written at once: each takes memory that is better not asked for with every batch. */
    private final Queue<Documents> resting = new ConcurrentLinkedQueue<>();

    public DecisionLog(DataSource database) {
        this.database = database;
    }

    /**
     * Appends decisions inside the caller's transaction; they are there when it commits.
     *
     * <p>By COPY rather than by an ORM: a batch is one statement and a few hundred kilobytes, and the lanes' threads are the node's throughput.
     *
     * @param connection with a transaction under way, which reads what is committed
     * @param records one at least
     * @return a question to be asked before the commit, along with another statement, and to be completed
     * @throws IllegalArgumentException if a text has a NUL; nothing was sent then
     */
    public Appended append(Connection connection, List<DecisionRecord> records) throws SQLException {
        var copy = new BinaryCopy(records.size() * BYTES_A_ROW);
        var rested = resting.poll();
        var documents = rested == null ? new Documents() : rested;
        try {
            records.forEach(record -> DecisionRows.write(record, documents, copy));
        } finally {
            resting.add(documents); // each document is compressed on its own: what failed leaves nothing behind
        }
        copy.to(connection, DecisionRows.COPY);
        return new Appended(records.stream().map(DecisionRecord::id).toList());
    }

    @PreDestroy
    void close() {
        for (var documents = resting.poll(); documents != null; documents = resting.poll()) {
            documents.close();
        }
    }

    /** The answer to a decision as it was given, JSON in UTF-8; seen from inside the caller's transaction. */
    public Optional<byte[]> answer(Connection connection, UUID id) throws SQLException {
        return DecisionRows.answer(connection, id);
    }

    /** Who asked for a decision; seen from inside the caller's transaction. */
    public Optional<String> principal(Connection connection, UUID id) throws SQLException {
        return DecisionRows.principal(connection, id);
    }

    /** The answers to several decisions, along with other statements; decisions that are not there are left out. */
    public UnitOfWork.Query<Map<UUID, byte[]>> answers(Collection<UUID> ids) {
        return DecisionRows.answers(ids);
    }

    /** Who asked for several decisions, along with other statements; decisions that are not there are left out. */
    public UnitOfWork.Query<Map<UUID, String>> principals(Collection<UUID> ids) {
        return DecisionRows.principals(ids);
    }

    /** Whether a decision is there, along with other statements. */
    public UnitOfWork.Query<Boolean> isThere(UUID id) {
        return DecisionRows.isThere(id);
    }

    /** One decision with all that was recorded of it. */
    public Optional<RecordedDecision> find(UUID id) throws SQLException {
        try (var connection = database.getConnection()) {
            return DecisionRows.find(connection, id);
        }
    }

    /** The workflows of decisions; those that name none, or are not there, are left out. */
    public Map<UUID, String> workflows(Collection<UUID> decisions) throws SQLException {
        try (var connection = database.getConnection()) {
            return DecisionRows.workflows(connection, decisions);
        }
    }

    /** One page of decisions, newest first. */
    public List<DecisionSummary> page(DecisionQuery query) throws SQLException {
        return page(DecisionSearch.forSummaries(query));
    }

    /** The same with their documents. */
    public List<LoggedDecision> pageOfAll(DecisionQuery query) throws SQLException {
        return page(DecisionSearch.forAll(query));
    }

    private <T> List<T> page(DecisionSearch<T> search) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            transaction.seeOneMoment();
            transaction.onlyRead();
            return search.page(transaction.connection());
        }
    }

    /**
     * Hands over every decision the query finds, newest first, whatever its limit. Reads page after page, so that no transaction stays open
     * while a slow reader reads.
     *
     * @param pause comes before each page but the first
     */
    public void forEach(DecisionQuery query, Pause pause, RowReader<DecisionSummary> reader)
            throws SQLException, IOException {
        forEach(query, this::page, DecisionSummary::id, pause, reader);
    }

    /** The same with their documents. */
    public void forEachOfAll(DecisionQuery query, Pause pause, RowReader<LoggedDecision> reader)
            throws SQLException, IOException {
        forEach(query, this::pageOfAll, row -> row.summary().id(), pause, reader);
    }

    /** One page of a search. */
    @FunctionalInterface
    private interface Pages<T> {
        List<T> page(DecisionQuery query) throws SQLException;
    }

    private static <T> void forEach(
            DecisionQuery query, Pages<T> pages, Function<T, UUID> id, Pause pause, RowReader<T> reader)
            throws SQLException, IOException {
        var limited = query.limitedTo(EXPORT_PAGE);
        var page = pages.page(limited);
        while (!page.isEmpty()) {
            for (var row : page) {
                reader.read(row);
            }
            if (page.size() < EXPORT_PAGE) {
                return;
            }
            pause.beforeMore();
            page = pages.page(limited.before(id.apply(page.getLast())));
        }
    }

    /** Whether to go on, between two pages. */
    @FunctionalInterface
    public interface Pause {
        /** @throws IOException where whoever reads shall get no more */
        void beforeMore() throws IOException;
    }

    /** Takes one row after the other. */
    @FunctionalInterface
    public interface RowReader<T> {
        void read(T row) throws IOException;
    }
}
