package dev.douane.service.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The ledger's connections, with something in the way of their commits. */
final class CommitTrouble {
    /** Something else instead of committing. */
    interface Commit {
        void of(Connection real) throws SQLException;
    }

    private CommitTrouble() {}

    static LedgerConnections committing(LedgerConnections real, Commit commit) {
        return () -> {
            var connection = real.open();
            return proxy((proxy, method, args) -> {
                if (method.getName().equals("commit")) {
                    commit.of(connection);
                    return null;
                }
                return invoked(connection, method, args);
            });
        };
    }

    private static Connection proxy(InvocationHandler handler) {
        return (Connection) Proxy.newProxyInstance(
                CommitTrouble.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    private static @Nullable Object invoked(Connection real, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** One commit whose answer does not come: the client gives the connection up, the server goes on with it. */
    static final class Hanging {
        private final AtomicBoolean armed = new AtomicBoolean();
        private final AtomicBoolean afterTheLook = new AtomicBoolean();
        private final AtomicReference<Connection> hanging = new AtomicReference<>();

        LedgerConnections of(LedgerConnections real) {
            return () -> {
                var connection = real.open();
                return proxy((proxy, method, args) -> {
                    if (method.getName().equals("commit") && armed.getAndSet(false)) {
                        hanging.set(connection);
                        throw new SQLException("no answer for too long", "08006");
                    }
                    if (connection.equals(hanging.get()) && method.getName().matches("close|abort|rollback")) {
                        return null;
                    }
                    if (method.getName().equals("rollback") && afterTheLook.getAndSet(false)) {
                        comesThrough(); // looking into the log ends with a rollback
                    }
                    return invoked(connection, method, args);
                });
            };
        }

        /** The next commit hangs. */
        void arm() {
            armed.set(true);
        }

        /** The same, and comes through as soon as the log was asked for it. */
        void armUntilTheLook() {
            afterTheLook.set(true);
            armed.set(true);
        }

        /** The server is done with it. */
        void comesThrough() throws SQLException {
            var connection = hanging.getAndSet(null);
            connection.commit();
            connection.close();
        }
    }
}
