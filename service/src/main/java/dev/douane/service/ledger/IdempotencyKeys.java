package dev.douane.service.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;

/** Which decision answers which idempotency key. */
final class IdempotencyKeys {
    private static final String CLAIM = """
            insert into idempotency_key (principal, key, request_digest, decision_id, created_at)
            select k.principal, k.key, k.digest, k.id, ? from unnest(?::text[], ?::text[], ?::bytea[], ?::uuid[])
                as k (principal, key, digest, id)
            on conflict (principal, key) do nothing""";

    /** Locks them: who answers a key may change, and it is the first that is locked. */
    private static final String FIND = """
            select i.principal, i.key, i.request_digest, i.decision_id
            from unnest(?::text[], ?::text[]) as k (principal, key) join idempotency_key i using (principal, key)
            order by i.principal, i.key for no key update of i""";

    private static final String PASS_ON = """
            update idempotency_key i set decision_id = k.id, created_at = ?
            from unnest(?::text[], ?::text[], ?::uuid[]) as k (principal, key, id)
            where i.principal = k.principal and i.key = k.key""";

    private static final String PURGE = """
            delete from idempotency_key where ctid = any (array(
                select ctid from idempotency_key where created_at < ? limit ? for update skip locked))""";

    /** A key of whom {@link dev.douane.service.identity.KeyHolder#owner} names. Ordered, so that all nodes claim in one order. */
    record Name(String owner, String key) implements Comparable<Name> {
        private static final Comparator<Name> ORDER =
                Comparator.comparing(Name::owner).thenComparing(Name::key);

        static Name of(Waiting waiting, IdempotencyKey key) {
            return new Name(waiting.asker().owner(), key.key());
        }

        @Override
        public int compareTo(Name other) {
            return ORDER.compare(this, other);
        }
    }

    /** Who answers a key. */
    @SuppressWarnings("ArrayRecordComponent") // compared by sameRequest only
    record Owner(UUID decision, byte[] requestDigest) {
        boolean sameRequest(IdempotencyKey key) {
            return Arrays.equals(requestDigest, key.requestDigest());
        }
    }

    private IdempotencyKeys() {}

    /**
     * Claims keys for decisions about to be made, and locks all of them.
     *
     * @return the owner of every key: who asks, where the key was free
     */
    static Map<Name, Owner> claim(Connection connection, SortedMap<Name, Owner> wanted, Instant now)
            throws SQLException {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        var names = wanted.keySet();
        var owners = wanted.values();
        var principals = texts(connection, names, Name::owner);
        var keys = texts(connection, names, Name::key);
        try (var insert = connection.prepareStatement(CLAIM)) {
            insert.setObject(1, now.atOffset(ZoneOffset.UTC));
            insert.setArray(2, principals);
            insert.setArray(3, keys);
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "bytea", owners.stream().map(Owner::requestDigest).toArray(byte[][]::new)));
            insert.setArray(5, decisions(connection, owners));
            if (insert.executeUpdate() == names.size()) {
                return wanted;
            }
        }
        try (var select = connection.prepareStatement(FIND)) {
            select.setArray(1, principals);
            select.setArray(2, keys);
            try (var rows = select.executeQuery()) {
                var found = new HashMap<Name, Owner>();
                while (rows.next()) {
                    found.put(
                            new Name(rows.getString(1), rows.getString(2)),
                            new Owner(rows.getObject(4, UUID.class), rows.getBytes(3)));
                }
                return found;
            }
        }
    }

    /** Has keys answered by another decision from now on, and remembered anew. */
    static void passOn(Connection connection, SortedMap<Name, Owner> to, Instant now) throws SQLException {
        if (to.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(PASS_ON)) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.setArray(2, texts(connection, to.keySet(), Name::owner));
            update.setArray(3, texts(connection, to.keySet(), Name::key));
            update.setArray(4, decisions(connection, to.values()));
            update.executeUpdate();
        }
    }

    private static Array texts(Connection connection, Set<Name> names, Function<Name, String> text)
            throws SQLException {
        return connection.createArrayOf("text", names.stream().map(text).toArray());
    }

    private static Array decisions(Connection connection, Collection<Owner> owners) throws SQLException {
        return connection.createArrayOf(
                "uuid", owners.stream().map(Owner::decision).toArray());
    }

    /** Forgets keys made before {@code before}; returns how many, at most {@code most}. */
    static int purge(Connection connection, Instant before, int most) throws SQLException {
        try (var delete = connection.prepareStatement(PURGE)) {
            delete.setObject(1, before.atOffset(ZoneOffset.UTC));
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }
}
