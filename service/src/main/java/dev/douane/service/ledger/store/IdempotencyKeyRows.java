package dev.douane.service.ledger.store;

import dev.douane.rules.ledger.KeyClaim;
import dev.douane.service.platform.UnitOfWork.Change;
import dev.douane.service.platform.UnitOfWork.Parameters;
import dev.douane.service.platform.UnitOfWork.Query;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;

/** Which decision answers which idempotency key. Whatever takes many of them takes them in one order, so that nodes never wait in a circle. */
final class IdempotencyKeyRows {
    private static final HexFormat HEX = HexFormat.of();

    private static final String CLAIM = """
            insert into idempotency_key (principal, key, request_digest, decision_id, created_at)
            select k.principal, k.key, k.digest, k.id, ? from unnest(?::text[], ?::text[], ?::bytea[], ?::uuid[])
                as k (principal, key, digest, id)
            on conflict (principal, key) do nothing""";

    /** Locks them: who answers a key may change. */
    private static final String LOCK = """
            select i.principal, i.key, i.request_digest, i.decision_id
            from unnest(?::text[], ?::text[]) as k (principal, key) join idempotency_key i using (principal, key)
            order by i.principal, i.key for no key update of i""";

    /** The decisions that answer some keys, as an array; two parameters, for {@link #bind}. */
    static final String DECISIONS = """
            array(select i.decision_id from unnest(?::text[], ?::text[]) as k (principal, key)
                join idempotency_key i using (principal, key))""";

    private static final String PASS_ON = """
            update idempotency_key i set decision_id = k.id, created_at = ?
            from unnest(?::text[], ?::text[], ?::uuid[]) as k (principal, key, id)
            where i.principal = k.principal and i.key = k.key""";

    private static final String GIVE_UP = """
            delete from idempotency_key i using unnest(?::text[], ?::text[]) as k (principal, key)
            where i.principal = k.principal and i.key = k.key""";

    private IdempotencyKeyRows() {}

    /** Claims those that are free; answers how many were. */
    static Change claim(SortedMap<KeyClaim.Name, KeyClaim.Holder> wanted, Instant now) {
        return new Change(CLAIM, to -> {
            to.time(now);
            bind(to, wanted.keySet());
            to.arrayOfBytes(wanted.values(), holder -> HEX.parseHex(holder.requestDigest()));
            to.array("uuid", wanted.values(), KeyClaim.Holder::decision);
        });
    }

    /** Locks keys, and answers who holds them. */
    static Query<Map<KeyClaim.Name, KeyClaim.Holder>> lock(Collection<KeyClaim.Name> names) {
        return new Query<>(LOCK, to -> bind(to, names), rows -> {
            var found = new HashMap<KeyClaim.Name, KeyClaim.Holder>();
            while (rows.next()) {
                found.put(
                        new KeyClaim.Name(rows.getString(1), rows.getString(2)),
                        new KeyClaim.Holder(rows.getObject(4, UUID.class), HEX.formatHex(rows.getBytes(3))));
            }
            return found;
        });
    }

    /** Has keys answered by other decisions from now on, and remembered anew. */
    static Change passOn(SortedMap<KeyClaim.Name, KeyClaim.Holder> to, Instant now) {
        return new Change(PASS_ON, parameters -> {
            parameters.time(now);
            bind(parameters, to.keySet());
            parameters.array("uuid", to.values(), KeyClaim.Holder::decision);
        });
    }

    /** Forgets keys that nobody answers. */
    static Change giveUp(SortedSet<KeyClaim.Name> names) {
        return new Change(GIVE_UP, to -> bind(to, names));
    }

    static void bind(Parameters to, Collection<KeyClaim.Name> names) throws SQLException {
        to.array("text", names, KeyClaim.Name::owner).array("text", names, KeyClaim.Name::key);
    }
}
