package dev.douane.service.usage;

import dev.douane.rules.usage.LengthKey;
import dev.douane.rules.usage.Lengths;
import dev.douane.rules.usage.LengthsSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node remembers of the lengths that all nodes observed: of workflows those that changed last, since callers make up their names; of
 * models all. For one thread at a time.
 */
final class RememberedLengths {
    /** Workflows with models that are remembered; a further one makes the one that has not changed for longest be forgotten. */
    static final int MOST = 20_000;

    /** Longer than a flush may take to commit: what was not there yet is looked for again. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    /** Workflows that are read at once, with all their weeks. */
    private static final int AT_ONCE = 250;

    private record Known(Lengths lengths, Instant changedAt) {}

    private final int weeks;
    private Map<LengthKey, Known> known = new HashMap<>();
    private Instant readUntil = Instant.EPOCH;
    private long weekOfPicture = Long.MIN_VALUE;

    /** @param weeks that count */
    RememberedLengths(int weeks) {
        this.weeks = weeks;
    }

    /** Reads what is new; returns {@code last} where nothing is. */
    LengthsSnapshot read(Connection connection, long week, LengthsSnapshot last) throws SQLException {
        if (week != weekOfPicture) { // everything counts for less
            known = new HashMap<>();
            readUntil = Instant.EPOCH;
        }
        var now = LengthTable.now(connection);
        var news = new ArrayList<Map.Entry<LengthKey, Instant>>();
        LengthTable.changed(connection, week - weeks + 1, readUntil, MOST).forEach((key, changedAt) -> {
            var before = known.get(key);
            if (before == null || before.changedAt().isBefore(changedAt)) {
                news.add(Map.entry(key, changedAt));
            }
        });
        if (news.isEmpty() && week == weekOfPicture) {
            readUntil = now.minus(OVERLAP);
            return last;
        }
        weekOfPicture = Long.MIN_VALUE; // if this breaks off, everything is read anew
        for (int from = 0; from < news.size(); from += AT_ONCE) {
            learn(connection, week, news.subList(from, Math.min(news.size(), from + AT_ONCE)));
        }
        forgetTheOldest();
        var byModel = new HashMap<String, Lengths>();
        LengthTable.ofModels(connection, week - weeks + 1)
                .forEach((model, counts) -> byModel.put(model, Lengths.of(counts, week)));
        var byWorkflow = HashMap.<LengthKey, Lengths>newHashMap(known.size());
        known.forEach((key, one) -> byWorkflow.put(key, one.lengths()));
        readUntil = now.minus(OVERLAP);
        weekOfPicture = week;
        return new LengthsSnapshot(byWorkflow, byModel);
    }

    private void learn(Connection connection, long week, List<Map.Entry<LengthKey, Instant>> news) throws SQLException {
        var changedAt = new HashMap<LengthKey, Instant>();
        news.forEach(each -> changedAt.put(each.getKey(), each.getValue()));
        LengthTable.ofWorkflows(connection, week - weeks + 1, changedAt.keySet())
                .forEach((key, counts) -> known.put(
                        key, new Known(Lengths.of(counts, week), changedAt.getOrDefault(key, Instant.EPOCH))));
    }

    private void forgetTheOldest() {
        if (known.size() > MOST) {
            var oldest = known.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(
                            (one, other) -> one.changedAt().compareTo(other.changedAt())))
                    .limit(known.size() - (long) MOST)
                    .map(Map.Entry::getKey)
                    .toList();
            oldest.forEach(known::remove);
        }
    }
}
