package dev.douane.rules.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Who answers which idempotency key, as one batch goes on. Lives as long as one call of the core. */
final class WorkingKeys {
    private final Map<KeyClaim.Name, KeyClaim.Holder> holders;
    private final SortedMap<KeyClaim.Name, KeyClaim.Holder> passedOn = new TreeMap<>();
    private final SortedSet<KeyClaim.Name> givenUp = new TreeSet<>();

    /** @param holders of all keys of the batch */
    WorkingKeys(Map<KeyClaim.Name, KeyClaim.Holder> holders) {
        this.holders = new HashMap<>(holders);
    }

    /** Who answers a key. */
    KeyClaim.Holder holder(KeyClaim key) {
        var holder = holders.get(key.name());
        if (holder == null) {
            throw new IllegalStateException("idempotency key was neither free nor taken");
        }
        return holder;
    }

    /** Whether whoever has this key is to be decided: it was claimed for this decision, or for one that was not made. */
    boolean isFreeFor(KeyClaim key, UUID decision) {
        return givenUp.contains(key.name()) || holder(key).decision().equals(decision);
    }

    /** From now on the key is answered by this decision; nothing changes where it is already. */
    void answeredBy(KeyClaim key, UUID decision) {
        givenUp.remove(key.name());
        var holder = key.heldBy(decision);
        if (!holder.equals(holders.put(key.name(), holder))) {
            passedOn.put(key.name(), holder);
        }
    }

    /** A decision that was to be made was not; where the key was claimed for it, nobody answers it now. */
    void notMade(KeyClaim key, UUID decision) {
        var holder = holders.get(key.name());
        if (holder != null && holder.decision().equals(decision)) {
            givenUp.add(key.name());
        }
    }

    SortedMap<KeyClaim.Name, KeyClaim.Holder> passedOn() {
        return passedOn;
    }

    SortedSet<KeyClaim.Name> givenUp() {
        return givenUp;
    }
}
