package dev.douane.service.platform.limits;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, whoever is behind them: so many, so many from one address, none that sends a request byte by byte, none that lets answers
 * lie. They are looked at once a second; a request costs no timer.
 */
@Singleton
@Unremovable // asked for where connections are made, which knows no injection
public class Connections implements HttpServerOptionsCustomizer {
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final LimitsConfig limits;
    private final Refusals refusals;
    private final LongSupplier nanoTime;
    private final Amount all;
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final Set<ConnectionGuard> open = ConcurrentHashMap.newKeySet();
    private final Set<ServerChannel> listeners = ConcurrentHashMap.newKeySet();
    /** Accepted, and not watched yet: in between they change threads. */
    private final Set<Channel> coming = ConcurrentHashMap.newKeySet();

    private final @Nullable Vertx vertx;
    private final long longestBody;
    private long timer;

    /** How long a head may be. In development, what is loaded anew is not told; the server goes on with these, as Vert.x begins with them. */
    private volatile HttpServerOptions heads = new HttpServerOptions();

    @Inject
    Connections(
            LimitsConfig limits,
            Refusals refusals,
            MeterRegistry registry,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize longestBody) {
        this(limits, refusals, System::nanoTime, vertx, longestBody.asLongValue());
        Gauge.builder("douane.connections", all, Amount::taken)
                .description("connections that are open")
                .register(registry);
        Gauge.builder("douane.unsent.bytes", this, Connections::unsentBytes)
                .description("bytes of answers that wait for their reader")
                .register(registry);
        var look = Math.min(
                LONGEST_LOOK.toMillis(),
                Math.min(limits.headDeadline().toMillis(), limits.writeStall().toMillis()) / 4);
        timer = vertx.setPeriodic(Math.max(1, look), again -> look());
    }

    /** Looked at by hand. */
    Connections(
            LimitsConfig limits, Refusals refusals, LongSupplier nanoTime, @Nullable Vertx vertx, long longestBody) {
        this.limits = limits;
        this.refusals = refusals;
        this.nanoTime = nanoTime;
        this.vertx = vertx;
        this.longestBody = longestBody;
        this.all = new Amount(limits.connections());
    }

    @PreDestroy
    void stop() {
        if (vertx != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** Told before there is a server; changed by nobody here. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        heads = options;
    }

    /** The same in both, but for what encrypts. */
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        heads = options;
    }

    /** A new one for a connection, that takes what the server takes. */
    public RequestDecoder decoder() {
        return new RequestDecoder(heads);
    }

    /** Remembers where connections are accepted. */
    public void listen(ServerChannel listener) {
        listeners.add(listener);
    }

    /** Remembers that a connection was accepted. Call it before its event loop knows of it. */
    public void expect(Channel connection) {
        coming.add(connection);
    }

    /**
     * Returns once no more connections are accepted. Those there are stay.
     *
     * <p>Call it on no event loop.
     */
    public void acceptNoMore() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
    }

    /**
     * Ends connections that no part of a request stands on. Call it again and again, until there are none.
     *
     * @param grace how long somebody who has just come may take to ask
     * @return whether there are any left
     */
    public boolean endIdle(Duration grace) {
        coming.removeIf(connection -> !connection.isOpen());
        var isComing = !coming.isEmpty(); // asked first: whoever is no longer coming is open
        open.forEach(guard -> guard.endIfIdle(grace.toNanos()));
        return isComing || !open.isEmpty();
    }

    /**
     * Ends all connections there are, whatever stands on them.
     *
     * @return how many
     */
    public int endAll() {
        var left = List.copyOf(open);
        left.forEach(ConnectionGuard::end);
        var notWatched = List.copyOf(coming);
        for (var channel : notWatched) {
            var unused = channel.close();
        }
        return left.size() + notWatched.size();
    }

    /**
     * Watches a new connection from now on. Call it on the connection's event loop.
     *
     * @return empty where there are enough, and it was closed
     */
    public Optional<ConnectionGuard> accept(Channel connection) {
        if (!all.take(1)) {
            refuse(connection, "connections");
            return Optional.empty();
        }
        var address = address(connection.remoteAddress());
        if (byAddress.merge(address, 1, Integer::sum) > limits.connectionsPerAddress()) {
            leave(address);
            refuse(connection, "connections-per-address");
            return Optional.empty();
        }
        var guard = new ConnectionGuard(connection, limits, refusals, nanoTime, longestBody);
        open.add(guard);
        coming.remove(connection);
        connection.closeFuture().addListener(closed -> {
            open.remove(guard);
            leave(address);
        });
        return Optional.of(guard);
    }

    private void refuse(Channel connection, String limit) {
        coming.remove(connection);
        connection.close().addListener(closed -> refusals.count(limit));
    }

    private void leave(InetAddress address) {
        byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        all.giveBack(1);
    }

    private static InetAddress address(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress()
                : InetAddress.getLoopbackAddress(); // a socket of this machine's file system
    }

    /** Ends what is late, and, where more than is held waits to be sent, the connections that most of it waits for. */
    void look() {
        open.forEach(ConnectionGuard::endIfLate);
        var surplus = unsentBytes() - limits.unsentBytes();
        if (surplus > 0) {
            var most = open.stream()
                    .sorted(Comparator.comparingLong(ConnectionGuard::unsentBytes)
                            .reversed())
                    .iterator();
            while (surplus > 0 && most.hasNext()) {
                var guard = most.next();
                surplus -= guard.unsentBytes();
                guard.end("unsent-bytes");
            }
        }
    }

    private long unsentBytes() {
        return open.stream().mapToLong(ConnectionGuard::unsentBytes).sum();
    }
}
