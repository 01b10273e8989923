package dev.douane.service.identity;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class KeyRows implements PanacheRepositoryBase<KeyRow, String> {
    /**
     * Keys, newest first.
     *
     * @param after the last row of the page before, null for the first page
     * @param limit rows to return
     */
    List<KeyRow> page(@Nullable KeyRow after, int limit) {
        var page = after == null
                ? find("order by createdAt desc, id desc")
                : find(
                        "createdAt < ?1 or (createdAt = ?1 and id < ?2) order by createdAt desc, id desc",
                        after.createdAt,
                        after.id);
        return page.range(0, limit - 1).list();
    }

    /**
     * Keys that may make keys, other than one, neither revoked nor expired by {@code now}.
     *
     * @param lasting only those that never expire
     */
    long otherAdmins(String id, boolean lasting, Instant now) {
        var others = (Number) getEntityManager()
                .createNativeQuery("""
                        select count(*) from api_key
                        where id <> :id and :role = any (roles) and revoked_at is null
                          and (expires_at is null or not :lasting and expires_at > :now)
                        """, Long.class)
                .setParameter("id", id)
                .setParameter("lasting", lasting)
                .setParameter("role", Roles.ADMIN)
                .setParameter("now", now)
                .getSingleResult();
        return others.longValue();
    }

    /** The first key of the installation, where it still works and would for ever. */
    Optional<KeyRow> firstWithoutEnd() {
        return find("createdBy = ?1 and expiresAt is null and revokedAt is null", BootstrapKey.MAKER)
                .firstResultOptional();
    }

    /** Keys that may ask for anybody, neither revoked nor expired by {@code now}. */
    long withoutReach(Instant now) {
        var unlimited = (Number) getEntityManager()
                .createNativeQuery("""
                        select count(*) from api_key
                        where reach is null and :role = any (roles) and revoked_at is null
                          and (expires_at is null or expires_at > :now)
                        """, Long.class)
                .setParameter("role", Roles.GATEWAY)
                .setParameter("now", now)
                .getSingleResult();
        return unlimited.longValue();
    }

    /** One key, asked for over a connection of the caller's. */
    Optional<KeyRow> find(Connection connection, String id) {
        var sessions = getEntityManager().getEntityManagerFactory().unwrap(SessionFactory.class);
        try (var session = sessions.openStatelessSession(connection)) {
            return Optional.ofNullable(session.get(KeyRow.class, id));
        }
    }

    /** Notes a use; a later one that is already noted stays. */
    void used(String id, Instant at) {
        update("lastUsedAt = ?1 where id = ?2 and (lastUsedAt is null or lastUsedAt < ?1)", at, id);
    }

    /** Lets one transaction at a time, of all nodes, make the first key, or one that may make others, or revoke one. */
    void lockAdmins() {
        getEntityManager()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('douane.admins', 0)) as text)",
                        String.class)
                .getResultList();
    }
}
