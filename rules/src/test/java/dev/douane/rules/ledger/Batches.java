package dev.douane.rules.ledger;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Batches of which only that they are there matters. */
final class Batches {
    private Batches() {}

    static Batch empty() {
        return changing();
    }

    /** Its ask met a fault. */
    static Batch broken(Ask ask) {
        return with(List.of(new Outcome.Broke(ask, new IllegalArgumentException("planted"))));
    }

    /** Changes these accounts. */
    static Batch changing(long... accounts) {
        return with(List.of(), accounts);
    }

    private static Batch with(List<Outcome> outcomes, long... accounts) {
        var deltas = new TreeMap<Long, Delta>();
        for (var account : accounts) {
            deltas.put(account, new Delta(1, 0, null, false, false));
        }
        return new Batch(
                outcomes, List.of(), List.of(), List.of(), deltas, new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
    }
}
