package dev.douane.service.usage;

import dev.douane.rules.usage.ExpectedCosts;
import dev.douane.rules.usage.LengthBuckets;
import dev.douane.rules.usage.LengthKey;
import dev.douane.rules.usage.LengthsSnapshot;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.platform.Background;
import dev.douane.service.platform.TimeSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * How long outputs were, per workflow and model, over all nodes. Settlements are counted in memory and written once a second, off the path of
 * any answer; what others wrote is read back as often. A crash loses at most the last second's observations, never money; so may a database
 * that is away for a minute.
 *
 * <p>Reading the picture takes one memory access; the rest is for one thread at a time.
 */
@ApplicationScoped
public class OutputLengths {
    private static final Logger LOG = Logger.getLogger(OutputLengths.class);

    /** How often it is tried to write the same, about once a second; what the database never takes would keep everything else waiting. */
    static final int TRIES = 60;

    private static final int WAITING = 1 << 16;
    private static final int AT_ONCE = 8_192;

    /** Weeks that are kept; the oldest counts a 128th. */
    private static final int WEEKS = 8;

    private record Settled(UUID decision, String model, int tokens, int completions) {}

    private final DataSource database;
    private final DecisionLog log;
    private final InstantSource time;
    private final BlockingQueue<Settled> waiting = new ArrayBlockingQueue<>(WAITING);
    private final RememberedLengths remembered = new RememberedLengths(WEEKS);
    /** Taken from those that wait, and not known to be written. */
    private final List<Settled> taken = new ArrayList<>();

    private volatile LengthsSnapshot seen = LengthsSnapshot.NOTHING;
    private int tries;
    private boolean failing;

    @Inject
    OutputLengths(DataSource database, DecisionLog log, TimeSource time) {
        this(database, log, (InstantSource) time);
    }

    /** Starts nothing by itself. */
    public OutputLengths(DataSource database, DecisionLog log, InstantSource time) {
        this.database = database;
        this.log = log;
        this.time = time;
    }

    /** What calls are expected to cost, as it is known now. */
    public ExpectedCosts expected() {
        return seen;
    }

    LengthsSnapshot seen() {
        return seen;
    }

    /**
     * A call was settled with its usage. Never blocks and never fails: what there is no room for is not counted.
     *
     * @param model that served it
     * @param outputTokens of all completions together
     * @param completions one or more
     */
    public void settled(UUID decision, String model, int outputTokens, int completions) {
        var unused = waiting.offer(new Settled(decision, model, Math.ceilDiv(outputTokens, completions), completions));
    }

    @Background
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void exchangeQuietly() {
        try {
            exchange();
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                LOG.warnf(e, "output lengths cannot be exchanged; the last picture stays");
            }
            failing = true;
        }
    }

    /** Writes what was observed and reads what others wrote. What cannot be written is tried again the next time. */
    public synchronized void exchange() throws SQLException {
        while (!taken.isEmpty() || waiting.drainTo(taken, AT_ONCE) > 0) {
            tries++;
            try {
                write(taken);
            } catch (SQLException | RuntimeException e) {
                if (tries >= TRIES) {
                    LOG.warnf("%d observed output lengths are given up after %d tries", taken.size(), tries);
                    forgetTaken();
                }
                throw e;
            }
            forgetTaken();
        }
        read();
    }

    private void forgetTaken() {
        taken.clear();
        tries = 0;
    }

    @Background
    @Scheduled(every = "6h", delayed = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    void forgetOldWeeks() throws SQLException {
        try (var connection = database.getConnection()) {
            var unused = LengthTable.forget(connection, week() - WEEKS);
        }
    }

    private long week() {
        return Math.floorDiv(time.instant().getEpochSecond(), Duration.ofDays(7).toSeconds());
    }

    private void write(List<Settled> batch) throws SQLException {
        var workflows = log.workflows(batch.stream().map(Settled::decision).collect(Collectors.toSet()));
        var week = week();
        var counts = new TreeMap<LengthTable.Place, long[]>();
        for (var settled : batch) {
            var key = new LengthKey(workflows.getOrDefault(settled.decision(), ""), settled.model());
            counts.computeIfAbsent(new LengthTable.Place(key, week), place -> new long[LengthBuckets.COUNT])[
                            LengthBuckets.of(settled.tokens())] +=
                    settled.completions();
        }
        try (var connection = database.getConnection()) {
            LengthTable.add(connection, counts);
        }
    }

    private void read() throws SQLException {
        try (var connection = database.getConnection()) {
            seen = remembered.read(connection, week(), seen);
        }
    }
}
