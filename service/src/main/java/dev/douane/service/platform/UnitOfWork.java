package dev.douane.service.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the database together, so that all of them cost one way there and back. Each brings its own SQL, parameters and reader, so nobody has
 * to know what it is sent along with.
 *
 * <p>They are done in the order in which they were added, each on what those before it have left and others have committed by then; where one fails, none
 * after it is done, and the transaction is broken. For one thread, and sent once.
 */
public final class UnitOfWork {
    /** Sets a statement's parameters, all of them, in their order. */
    @FunctionalInterface
    public interface Binder {
        void bind(Parameters to) throws SQLException;
    }

    /** Takes a query's rows, from before the first. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /**
     * A statement that answers rows.
     *
     * @param sql one statement, without a semicolon; each question mark in it is a parameter
     */
    public record Query<T>(String sql, Binder parameters, Reader<T> reader) {}

    /**
     * A statement that answers how many rows it changed.
     *
     * @param sql as of a {@link Query}
     */
    public record Change(String sql, Binder parameters) {}

    /** What a statement answers, once it was sent. */
    public static final class Reply<T> {
        private @Nullable T answer;

        /** @throws IllegalStateException if nothing was sent yet */
        public T get() {
            if (answer == null) {
                throw new IllegalStateException("the statement was not sent");
            }
            return answer;
        }
    }

    /** The parameters of one statement; each call sets the next. */
    public static final class Parameters {
        private final Connection connection;
        private final PreparedStatement statement;
        private int set;

        private Parameters(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        public Parameters text(String value) throws SQLException {
            statement.setString(++set, value);
            return this;
        }

        public Parameters number(long value) throws SQLException {
            statement.setLong(++set, value);
            return this;
        }

        public Parameters time(Instant value) throws SQLException {
            statement.setObject(++set, value.atOffset(ZoneOffset.UTC));
            return this;
        }

        /** What the driver knows the type of, such as a UUID or an array of long. */
        public Parameters object(Object value) throws SQLException {
            statement.setObject(++set, value);
            return this;
        }

        /**
         * An array with one element of each.
         *
         * @param type of the elements, as PostgreSQL names it
         */
        public <E> Parameters array(
                String type, Collection<E> of, Function<? super E, ? extends @Nullable Object> element)
                throws SQLException {
            var elements = new @Nullable Object[of.size()];
            int next = 0;
            for (var each : of) {
                elements[next++] = element.apply(each);
            }
            statement.setArray(++set, connection.createArrayOf(type, elements));
            return this;
        }

        /** An array of {@code bytea} with one element of each. */
        public <E> Parameters arrayOfBytes(Collection<E> of, Function<? super E, byte[]> element) throws SQLException {
            var elements = of.stream().map(element).toArray(byte[][]::new);
            statement.setArray(++set, connection.createArrayOf("bytea", elements));
            return this;
        }
    }

    /** One statement, and where its answer goes. */
    private interface Part {
        String sql();

        Binder parameters();

        /** Takes the answer that the statement stands at. */
        void answered(PreparedStatement sent) throws SQLException;
    }

    private record Asked<T>(Query<T> query, Reply<T> reply) implements Part {
        @Override
        public String sql() {
            return query.sql();
        }

        @Override
        public Binder parameters() {
            return query.parameters();
        }

        @Override
        public void answered(PreparedStatement sent) throws SQLException {
            try (var rows = sent.getResultSet()) {
                if (rows == null) {
                    throw new IllegalStateException("no rows are answered by: " + sql());
                }
                reply.answer = query.reader().read(rows);
            }
        }
    }

    private record Done(Change change, Reply<Integer> reply) implements Part {
        @Override
        public String sql() {
            return change.sql();
        }

        @Override
        public Binder parameters() {
            return change.parameters();
        }

        @Override
        public void answered(PreparedStatement sent) throws SQLException {
            int changed = sent.getUpdateCount();
            if (changed < 0) {
                throw new IllegalStateException("rows are answered by: " + sql());
            }
            reply.answer = changed;
        }
    }

    private final List<Part> parts = new ArrayList<>();

    /** Adds a query. */
    public <T> Reply<T> add(Query<T> query) {
        var reply = new Reply<T>();
        parts.add(new Asked<>(query, reply));
        return reply;
    }

    /** Adds a change; the reply is how many rows it changed. */
    public Reply<Integer> add(Change change) {
        var reply = new Reply<Integer>();
        parts.add(new Done(change, reply));
        return reply;
    }

    /** Sends all that was added and takes the answers; does nothing where nothing was added. */
    public void send(Connection connection) throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        var sql = parts.size() == 1
                ? parts.getFirst().sql()
                : parts.stream().map(Part::sql).collect(Collectors.joining("; "));
        try (var statement = connection.prepareStatement(sql)) {
            var parameters = new Parameters(connection, statement);
            for (var part : parts) {
                bind(part, parameters);
            }
            statement.execute();
            for (int i = 0; i < parts.size(); i++) {
                if (i > 0) {
                    statement.getMoreResults();
                }
                parts.get(i).answered(statement);
            }
        }
    }

    /** One that sets too few or too many would shift those of all statements after it. */
    private static void bind(Part part, Parameters parameters) throws SQLException {
        int before = parameters.set;
        part.parameters().bind(parameters);
        long set = (long) parameters.set - before;
        long wanted = part.sql().chars().filter(character -> character == '?').count();
        if (set != wanted) {
            throw new IllegalStateException("%d of %d parameters were set of: %s".formatted(set, wanted, part.sql()));
        }
    }
}
