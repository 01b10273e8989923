package dev.douane.service.ledger;

import dev.douane.service.ledger.IdempotencyKeys.Name;
import dev.douane.service.ledger.IdempotencyKeys.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The idempotency keys of one batch, locked: which decision answers which. */
final class ClaimedKeys {
    private final Connection connection;
    private final Instant now;
    private final Map<Name, Owner> owners;
    private final Set<UUID> asking = new HashSet<>();
    private final SortedMap<Name, Owner> passedOn = new TreeMap<>();

    private ClaimedKeys(Connection connection, Instant now, Map<Name, Owner> owners, SortedMap<Name, Owner> wanted) {
        this.connection = connection;
        this.now = now;
        this.owners = owners;
        wanted.values().forEach(owner -> asking.add(owner.decision()));
    }

    /** Claims the keys of all works that have one. */
    static ClaimedKeys of(Connection connection, List<Work<?>> works, Instant now) throws SQLException {
        var wanted = new TreeMap<Name, Owner>();
        for (var work : works) {
            if (work instanceof Work.Admit admit && admit.waiting.idempotency() != null) {
                var key = admit.waiting.idempotency();
                wanted.putIfAbsent(Name.of(admit.waiting, key), new Owner(admit.waiting.id(), key.requestDigest()));
            }
        }
        var owners = new HashMap<>(IdempotencyKeys.claim(connection, wanted, now));
        return new ClaimedKeys(connection, now, owners, wanted);
    }

    /** Whether the request has no key, or is the one that its key is answered by. */
    boolean decides(Work.Admit admit) {
        return admit.waiting.idempotency() == null || owner(admit).decision().equals(admit.waiting.id());
    }

    /** Who answers a request with a key. */
    Owner owner(Work.Admit admit) {
        var key = Objects.requireNonNull(admit.waiting.idempotency());
        var owner = owners.get(Name.of(admit.waiting, key));
        if (owner == null) {
            throw new IllegalStateException("idempotency key was neither free nor taken");
        }
        return owner;
    }

    /** Decisions of earlier batches that answer requests of this one. */
    Set<UUID> answering() {
        var answering = new HashSet<UUID>();
        for (var owner : owners.values()) {
            if (!asking.contains(owner.decision())) {
                answering.add(owner.decision());
            }
        }
        return answering;
    }

    /** From now on the key is answered by this request, which is decided anew. */
    void passOn(Work.Admit admit) {
        var key = Objects.requireNonNull(admit.waiting.idempotency());
        var name = Name.of(admit.waiting, key);
        var owner = new Owner(admit.waiting.id(), key.requestDigest());
        owners.put(name, owner);
        passedOn.put(name, owner);
    }

    void write() throws SQLException {
        IdempotencyKeys.passOn(connection, passedOn, now);
    }
}
