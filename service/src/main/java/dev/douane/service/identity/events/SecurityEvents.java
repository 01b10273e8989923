package dev.douane.service.identity.events;

import dev.douane.service.platform.Background;
import dev.douane.service.platform.ReservedDatabase;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.Transaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where events go: to a metric at once, and to the table and the log as rows and lines that say how often. What is refused is counted in memory and written every
 * two seconds, over connections that no list can take; what is done is written with it, or it is not done (decision 155).
 */
@ApplicationScoped
public class SecurityEvents {
    private static final Logger LOG = Logger.getLogger(SecurityEvents.class);

    private final EventTallies tallies = new EventTallies(System.nanoTime());
    private final Map<EventKind, Counter> counters = new EnumMap<>(EventKind.class);
    private final ReservedDatabase reserved;
    private final DataSource database;
    private final TimeSource time;
    private final CurrentVertxRequest request;

    SecurityEvents(
            ReservedDatabase reserved,
            DataSource database,
            TimeSource time,
            CurrentVertxRequest request,
            MeterRegistry registry) {
        this.reserved = reserved;
        this.database = database;
        this.time = time;
        this.request = request;
        for (var kind : EventKind.values()) {
            counters.put(
                    kind,
                    Counter.builder("douane.security.events")
                            .description("what was refused to whom, and what matters of what was not")
                            .tag("kind", kind.word())
                            .register(registry));
        }
    }

    /** Counts one that is written soon. Never blocks. */
    void note(EventGroup group) {
        counter(group.kind()).increment();
        tallies.note(group, time.now());
    }

    /** The first key came with a call. Never blocks. */
    public void noteFirstKey(String key, RoutingContext call) {
        note(new EventGroup(EventKind.FIRST_KEY_USED, key, address(call), null, null));
    }

    /**
     * Counts that a key settled or voided the hold of a call that another asked for. Never blocks. The ledger has an entry of each, with the key.
     *
     * @param address as {@link #caller} said it when the key asked
     * @param operation as the API's document calls it
     */
    public void noteHoldMoved(String key, @Nullable String address, String operation) {
        note(new EventGroup(EventKind.HOLD_MOVED, key, address, operation, null));
    }

    /**
     * Writes down what a key does, in the caller's transaction.
     *
     * @param by the key, or {@code start}
     * @param detail in words of ours
     */
    public void record(EventKind kind, String by, String detail) throws SQLException {
        var now = time.now().truncatedTo(ChronoUnit.MICROS);
        var event = new SecurityEvent(new EventGroup(kind, by, caller(), null, detail), now, now, 1);
        try (var connection = database.getConnection()) {
            EventRows.insert(connection, List.of(event));
        }
        counter(kind).increment();
    }

    /**
     * Writes down that an export begins, before its first byte. Those that the same key begins within a minute are counted, and written once that is over.
     *
     * @param by the key
     * @param detail in words of ours
     */
    public void recordExport(String by, String detail) throws SQLException {
        var group = new EventGroup(EventKind.EXPORT, by, caller(), null, detail);
        var now = time.now().truncatedTo(ChronoUnit.MICROS);
        counter(group.kind()).increment();
        if (!tallies.noteIfKnown(group, now, System.nanoTime())) {
            write(List.of(new SecurityEvent(group, now, now, 1)));
            tallies.written(group, System.nanoTime());
        }
    }

    private Counter counter(EventKind kind) {
        return Objects.requireNonNull(counters.get(kind));
    }

    /** Whence the request came that this thread works on; null where it works on none. */
    public @Nullable String caller() {
        var current = Arc.container().requestContext().isActive() ? request.getCurrent() : null;
        return current == null ? null : address(current);
    }

    /** An address in digits; what a proxy may have written instead of one is none. */
    static @Nullable String address(RoutingContext call) {
        var remote = call.request().remoteAddress();
        return remote == null ? null : remote.hostAddress();
    }

    @Background
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void writeDue() {
        writeOrPutBack(tallies.take(System.nanoTime()));
    }

    void onStop(@Observes ShutdownEvent stop) {
        writeAll();
    }

    /** Whatever waits. */
    void writeAll() {
        writeOrPutBack(tallies.takeAll(System.nanoTime()));
    }

    private void writeOrPutBack(List<SecurityEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        try {
            write(events);
        } catch (SQLException e) {
            tallies.putBack(events);
            LOG.warnf(
                    "%d security events are not written yet and will be tried again: %s",
                    events.size(), e.getMessage());
        }
    }

    private void write(List<SecurityEvent> events) throws SQLException {
        try (var transaction = Transaction.on(reserved.source())) {
            EventRows.insert(transaction.connection(), events);
            transaction.commit();
        }
        events.forEach(SecurityEvents::tell);
    }

    private static void tell(SecurityEvent event) {
        var group = event.group();
        LOG.logf(
                group.kind().isRefusal() ? Logger.Level.WARN : Logger.Level.INFO,
                "%s, %d times since %s: key %s, address %s, %s%s",
                group.kind().word(),
                event.count(),
                event.first(),
                shown(group.key()),
                shown(group.address()),
                group.operation() == null ? "no operation" : group.operation(),
                group.detail() == null ? "" : ": " + group.detail());
    }

    private static String shown(@Nullable String value) {
        return value == null ? "unknown" : value;
    }
}
