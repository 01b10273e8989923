package dev.douane.service.ledger.store;

import dev.douane.service.platform.UnitOfWork;
import dev.douane.service.platform.UnitOfWork.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A connection of the ledger of which others can find out whether it has ended: it holds an advisory lock of its own, which PostgreSQL gives back when its
 * backend ends, and not before. For one thread.
 *
 * <p>So who lost a connection while it committed asks for its lock: once that is granted, its transaction has come through or never will.
 */
public final class LedgerSession implements AutoCloseable {
    /** Opens a connection without auto-commit. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    /**
     * By what a session is known after its connection is lost.
     *
     * @param key of its advisory lock, drawn at random
     * @param backendStart tells its backend from a later one of the same process id
     */
    public record Identity(long key, int pid, Instant backendStart) {}

    private final Connection connection;
    private final Identity identity;

    private LedgerSession(Connection connection, Identity identity) {
        this.connection = connection;
        this.identity = identity;
    }

    /** Connects and takes the lock. */
    public static LedgerSession open(Connections connections) throws SQLException {
        var connection = connections.open();
        try {
            var key = ThreadLocalRandom.current().nextLong();
            var unit = new UnitOfWork();
            var granted = unit.add(tryLock(key));
            var identity = unit.add(new Query<>(
                    "select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()", to -> {}, rows -> {
                        if (!rows.next()) {
                            throw new SQLException("the session cannot see itself");
                        }
                        return new Identity(
                                key,
                                rows.getInt(1),
                                rows.getObject(2, OffsetDateTime.class).toInstant());
                    }));
            unit.send(connection);
            connection.commit();
            if (!granted.get()) {
                throw new SQLException("the advisory lock of a new session is taken");
            }
            return new LedgerSession(connection, identity.get());
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e; // should closing fail too, that is added to it
            }
        }
    }

    public Connection connection() {
        return connection;
    }

    public Identity identity() {
        return identity;
    }

    /**
     * Whether a session that was lost has ended, and its last transaction with it, one way or the other. Where it has not, its backend is told to end, if that
     * is still the same: ask again after a pause.
     *
     * @throws SQLException also where this session may not end that one, such as that of another role
     */
    public boolean fence(Identity lost) throws SQLException {
        var unit = new UnitOfWork();
        var granted = unit.add(tryLock(lost.key()));
        unit.send(connection);
        var then = new UnitOfWork();
        then.add(granted.get() ? unlock(lost.key()) : terminate(lost));
        then.send(connection);
        connection.commit();
        return granted.get();
    }

    private static Query<Boolean> tryLock(long key) {
        return bool("select pg_try_advisory_lock(?)", to -> to.number(key));
    }

    private static Query<Boolean> unlock(long key) {
        return bool("select pg_advisory_unlock(?)", to -> to.number(key));
    }

    private static Query<Boolean> terminate(Identity lost) {
        return bool(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid = ? and backend_start = ?",
                to -> to.number(lost.pid()).time(lost.backendStart()));
    }

    private static Query<Boolean> bool(String sql, UnitOfWork.Binder parameters) {
        return new Query<>(sql, parameters, rows -> rows.next() && rows.getBoolean(1));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
