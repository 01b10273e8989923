package dev.douane.service.platform;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Lends connections as a pool does: it sees which come back and in what state, and can make what is done with them fail. */
public final class LentConnections {
    private final DataSource behind;
    private final List<String> called = new ArrayList<>();
    private Set<String> failing = Set.of();
    private int lent;
    private int networkTimeout;

    public LentConnections(DataSource behind) {
        this.behind = behind;
    }

    /** From now on these methods of a connection throw, with their own name as the message. */
    public LentConnections failing(String... methods) {
        failing = Set.of(methods);
        return this;
    }

    /** Connections that did not come back. */
    public int lent() {
        return lent;
    }

    /** The network timeout of the connection that came back last, in milliseconds. */
    public int networkTimeout() {
        return networkTimeout;
    }

    /** What was called on connections, in order, by method name. */
    public List<String> called() {
        return List.copyOf(called);
    }

    public DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            var given = invoke(behind, method, arguments);
            if (given instanceof Connection connection) {
                lent++;
                return proxy(Connection.class, (self, called, with) -> onConnection(connection, called, with));
            }
            return given;
        });
    }

    private Object onConnection(Connection connection, Method method, Object[] arguments) throws Throwable {
        called.add(method.getName());
        if (method.getName().equals("close")) {
            lent--;
            networkTimeout = connection.getNetworkTimeout();
        } else if (failing.contains(method.getName())) {
            throw new SQLException(method.getName(), "08006");
        }
        return invoke(connection, method, arguments);
    }

    private static Object invoke(Object on, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(LentConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
