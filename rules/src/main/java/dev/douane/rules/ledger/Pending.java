package dev.douane.rules.ledger;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A batch of this node that was decided and whose commit is not known yet: what it will leave.
 *
 * @param slot its place in the order of commits
 * @param deltas by the account's id
 * @param decisions the decisions it records: until it is committed nobody can read their holds
 */
public record Pending(long slot, SortedMap<Long, Delta> deltas, Set<UUID> decisions) {
    public Pending {
        deltas = Collections.unmodifiableSortedMap(new TreeMap<>(deltas));
        decisions = Set.copyOf(decisions);
    }

    /** What a batch will leave. */
    public static Pending of(long slot, Batch batch) {
        var decisions = new HashSet<UUID>();
        for (var outcome : batch.outcomes()) {
            if (outcome instanceof Outcome.Made made) {
                decisions.add(made.ask().id());
            }
        }
        return new Pending(slot, batch.deltas(), decisions);
    }
}
