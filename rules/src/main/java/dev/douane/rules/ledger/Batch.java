package dev.douane.rules.ledger;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of asks that were decided together: all that is to be written, in one transaction, and what is answered after its commit. Immutable.
 *
 * @param outcomes one of each ask, in their order
 * @param made new holds, in the order of the asks
 * @param changed holds that were there, as they are to be, in the order in which they changed first; a hold is in one of both lists at most
 * @param entries in the order in which money moved
 * @param deltas what changes, by the account's id
 * @param unchanged versions that rows must still have though nothing changes in them, by the account's id
 * @param keysPassedOn who answers these keys from now on
 */
public record Batch(
        List<Outcome> outcomes,
        List<Hold> made,
        List<Hold> changed,
        List<Entry> entries,
        SortedMap<Long, Delta> deltas,
        SortedMap<Long, Long> unchanged,
        SortedMap<KeyClaim.Name, KeyClaim.Holder> keysPassedOn) {
    public Batch {
        outcomes = List.copyOf(outcomes);
        made = List.copyOf(made);
        changed = List.copyOf(changed);
        entries = List.copyOf(entries);
        deltas = Collections.unmodifiableSortedMap(new TreeMap<>(deltas));
        unchanged = Collections.unmodifiableSortedMap(new TreeMap<>(unchanged));
        keysPassedOn = Collections.unmodifiableSortedMap(new TreeMap<>(keysPassedOn));
    }

    /** Whether its entries need a place among those of others: some of them are of accounts. */
    public boolean takesNumber() {
        return entries.stream().anyMatch(entry -> !entry.postings().isEmpty());
    }
}
