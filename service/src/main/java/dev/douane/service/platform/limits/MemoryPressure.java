package dev.douane.service.platform.limits;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether what lives has all but filled the heap. While it has, callers are given less to fill it with ({@link Intake}). Which limits were closest is written
 * when it begins: a process that runs out of memory ends with a line of the JVM's, and can say nothing of its own any more.
 */
@Singleton
class MemoryPressure {
    private static final Logger LOG = Logger.getLogger(MemoryPressure.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Of the pool for what stays, after a collection. Chosen, not measured: early enough to have room left to refuse in. */
    private static final double SHORT = 0.85;

    private static final double MEGABYTE = 1 << 20;

    private record Limit(String name, String gauge, long most) {}

    private record Use(String name, long taken, long most) {
        double share() {
            return (double) taken / most;
        }

        @Override
        public String toString() {
            return "%s %d of %d".formatted(name, taken, most);
        }
    }

    private final Supplier<MemoryUsage> afterCollection;
    private final List<Limit> limits;
    private final MeterRegistry registry;
    private final @Nullable Vertx vertx;
    private long timer;
    private volatile boolean isShort;

    @Inject
    MemoryPressure(LimitsConfig limits, MeterRegistry registry, Vertx vertx) {
        this(limits, registry, whatStays()::getCollectionUsage, vertx);
        timer = vertx.setPeriodic(LOOK.toMillis(), again -> look());
    }

    /** Looked at by hand. */
    MemoryPressure(
            LimitsConfig limits, MeterRegistry registry, Supplier<MemoryUsage> afterCollection, @Nullable Vertx vertx) {
        this.afterCollection = afterCollection;
        this.registry = registry;
        this.vertx = vertx;
        this.limits = List.of(
                new Limit("connections", "douane.connections", limits.connections()),
                new Limit("body-bytes", "douane.body.bytes", limits.bodyBytes()),
                new Limit("unsent-bytes", "douane.unsent.bytes", limits.unsentBytes()),
                new Limit("reads", "douane.reads", limits.reads()),
                new Limit("exports", "douane.exports", limits.exports()));
        Gauge.builder("douane.memory.pressure", this, pressure -> pressure.isShort ? 1 : 0)
                .description("1 while what lives has all but filled the heap")
                .register(registry);
    }

    /** The one pool of the heap that every collector lets fill up: eden and survivors are emptied, and have no threshold. */
    private static MemoryPoolMXBean whatStays() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP
                        && pool.isUsageThresholdSupported()
                        && pool.isCollectionUsageThresholdSupported())
                .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
                .orElseThrow(() -> new IllegalStateException("This JVM's collector does not say what it left."));
    }

    @PreDestroy
    void stop() {
        if (vertx != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** Whether callers should be given less. */
    boolean isShort() {
        return isShort;
    }

    void look() {
        var used = afterCollection.get();
        var wasShort = isShort;
        isShort = used.getMax() > 0 && used.getUsed() >= SHORT * used.getMax();
        if (isShort && !wasShort) {
            LOG.warnf(
                    "memory is short: after a collection %.0f of %.0f MB are in use; closest to their limits: %s",
                    used.getUsed() / MEGABYTE, used.getMax() / MEGABYTE, closest());
        } else if (wasShort && !isShort) {
            LOG.info("memory is no longer short");
        }
    }

    private String closest() {
        return limits.stream()
                .map(limit -> new Use(limit.name(), taken(limit), limit.most()))
                .sorted(Comparator.comparingDouble(Use::share).reversed())
                .map(Use::toString)
                .collect(Collectors.joining(", "));
    }

    private long taken(Limit limit) {
        var gauge = registry.find(limit.gauge()).gauge();
        return gauge == null ? 0 : (long) gauge.value();
    }
}
