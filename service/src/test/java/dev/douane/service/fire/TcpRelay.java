package dev.douane.service.fire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A plain TCP relay on loopback: a balancer that goes round its targets and leaves out those that refuse, and a wire that can be made slow,
 * cut or silent. Knows nothing of what it carries.
 */
final class TcpRelay implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int CHUNK = 1 << 16;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final ServerSocket door;
    private final Supplier<List<Integer>> targets;
    private final AtomicInteger turn = new AtomicInteger();
    /** Both ends of every connection. */
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final Map<Integer, AtomicInteger> begun = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> ended = new ConcurrentHashMap<>();

    private volatile Duration delay = Duration.ZERO;
    private volatile boolean silent;
    private volatile boolean refusing;

    /** @param targets ports on loopback, asked for each connection */
    TcpRelay(Supplier<List<Integer>> targets) {
        this.targets = targets;
        try {
            door = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("relay-" + door.getLocalPort()).start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Holds back everything that clients send by so much; each request of theirs costs at least this. */
    void delay(Duration each) {
        delay = each;
    }

    /** While silent, nothing is passed on in either direction, and nothing is closed. */
    void silent(boolean now) {
        silent = now;
    }

    /** While refusing, new connections are closed at once. */
    void refuse(boolean now) {
        refusing = now;
    }

    /** Breaks every connection; new ones are let through. */
    void cut() {
        open.forEach(TcpRelay::close);
    }

    /** How many connections to a target have begun so far. */
    int begunTo(int target) {
        return count(begun, target).get();
    }

    /** How many of them have ended so far. */
    int endedTo(int target) {
        return count(ended, target).get();
    }

    private static AtomicInteger count(Map<Integer, AtomicInteger> counts, int target) {
        return counts.computeIfAbsent(target, unused -> new AtomicInteger());
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    private void connect(Socket client) {
        var server = refusing ? null : next();
        if (server == null) {
            close(client);
            return;
        }
        var target = server.getPort();
        count(begun, target).incrementAndGet();
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(server, client, false));
        pass(client, server, true);
        count(ended, target).incrementAndGet();
    }

    private @Nullable Socket next() {
        var ports = targets.get();
        for (var tried = 0; tried < ports.size(); tried++) {
            var port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
            var server = new Socket();
            try {
                server.setTcpNoDelay(true);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                return server;
            } catch (IOException notThere) {
                close(server);
            }
        }
        return null;
    }

    private void pass(Socket from, Socket to, boolean slowly) {
        try {
            from.setTcpNoDelay(true);
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var chunk = new byte[CHUNK];
            for (var read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (slowly && delay.isPositive()) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                while (silent && !from.isClosed()) {
                    LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                }
                out.write(chunk, 0, read);
            }
        } catch (IOException broken) {
            // one end is gone: the other learns it below
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
