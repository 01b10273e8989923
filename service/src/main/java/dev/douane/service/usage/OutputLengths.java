package dev.douane.service.usage;

import dev.douane.service.audit.DecisionLog;
import dev.douane.service.platform.TimeSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * How long outputs were, per workflow and model, over all nodes. Settlements are counted in memory and written once a second, off the path of
 * any answer; what others wrote is read back as often. A crash loses at most the last second's observations, never money.
 *
 * <p>Reading the picture takes one memory access; the rest is for one thread at a time.
 */
@ApplicationScoped
public class OutputLengths {
    private static final Logger LOG = Logger.getLogger(OutputLengths.class);

    private static final int WAITING = 1 << 16;
    private static final int AT_ONCE = 8_192;
    private static final int ROWS = 20_000;

    /** Weeks that are kept; the oldest counts a 128th. */
    private static final int WEEKS = 8;

    /** Longer than a flush may take to commit: what was not there yet is read again. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private record Settled(UUID decision, String model, int tokens, int completions) {}

    private final DataSource database;
    private final DecisionLog log;
    private final InstantSource time;
    private final BlockingQueue<Settled> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Map<LengthKey, Map<Long, long[]>> counted = new HashMap<>();
    private volatile LengthsSeen seen = LengthsSeen.NOTHING;
    private Instant readUntil = Instant.EPOCH;
    private long weekOfPicture;
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
    public ExpectedAmounts expected() {
        return seen;
    }

    LengthsSeen seen() {
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
        var unused = waiting.offer(new Settled(decision, model, outputTokens / completions, completions));
    }

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

    /** Writes what was observed and reads what others wrote. */
    public synchronized void exchange() throws SQLException {
        var batch = new ArrayList<Settled>();
        while (waiting.drainTo(batch, AT_ONCE) > 0) {
            write(batch);
            batch.clear();
        }
        read();
    }

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
        var week = week();
        List<LengthTable.Counted> rows;
        try (var connection = database.getConnection()) {
            rows = LengthTable.read(connection, week - WEEKS + 1, readUntil, ROWS);
        }
        if (rows.isEmpty() && week == weekOfPicture) {
            return;
        }
        for (var row : rows) {
            counted.computeIfAbsent(row.key(), key -> new TreeMap<>()).put(row.week(), row.counts());
            var until = row.changedAt().minus(OVERLAP);
            readUntil = until.isAfter(readUntil) ? until : readUntil;
        }
        counted.values().forEach(weeks -> weeks.keySet().removeIf(old -> old <= week - WEEKS));
        counted.values().removeIf(Map::isEmpty);
        weekOfPicture = week;
        seen = picture(week);
    }

    private LengthsSeen picture(long week) {
        var byWorkflow = new HashMap<LengthKey, Lengths>();
        var ofModels = new HashMap<String, Map<Long, long[]>>();
        counted.forEach((key, weeks) -> {
            byWorkflow.put(key, Lengths.of(weeks, week));
            var all = ofModels.computeIfAbsent(key.model(), model -> new HashMap<>());
            weeks.forEach((each, counts) -> all.merge(each, counts, OutputLengths::sum));
        });
        var byModel = new HashMap<String, Lengths>();
        ofModels.forEach((model, weeks) -> byModel.put(model, Lengths.of(weeks, week)));
        return new LengthsSeen(byWorkflow, byModel);
    }

    private static long[] sum(long[] one, long[] other) {
        var sum = new long[Math.max(one.length, other.length)];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (i < one.length ? one[i] : 0) + (i < other.length ? other[i] : 0);
        }
        return sum;
    }
}
