package dev.douane.service.packs;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@ApplicationScoped
class PackRows implements PanacheRepositoryBase<PackRow, Long> {
    Optional<PackRow> find(String name, String version) {
        return find("name = ?1 and version = ?2", name, version).firstResultOptional();
    }

    /** The version with these files. */
    Optional<PackRow> ofDigest(String digest) {
        return find("digest = :digest", Map.of("digest", digest)).firstResultOptional();
    }

    /**
     * Published versions, oldest first, without their files.
     *
     * @param name of the pack; empty for all
     * @param after exclusive lower bound of the id
     * @param limit rows to return
     */
    List<PackSummary> page(Optional<String> name, long after, int limit) {
        var found = name.isPresent()
                ? find("id > ?1 and name = ?2 order by id", after, name.get())
                : find("id > ?1 order by id", after);
        return found.range(0, limit - 1).project(PackSummary.class).list();
    }

    /**
     * When the key published a version.
     *
     * @param nth from 1, counted back from its newest
     */
    Optional<Instant> published(String by, int nth) {
        return getEntityManager()
                .createQuery(
                        "select p.publishedAt from PackRow p where p.publishedBy = :by order by p.publishedAt desc",
                        Instant.class)
                .setParameter("by", by)
                .setFirstResult(nth - 1)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Bytes of all files of a version; 0 where there is none. */
    long bytes(String name, String version) {
        var sum = (Number) getEntityManager()
                .createNativeQuery(
                        "select coalesce(sum(octet_length(content)), 0) from pack_version where name = ?1 and version = ?2")
                .setParameter(1, name)
                .setParameter(2, version)
                .getSingleResult();
        return sum.longValue();
    }

    /** Bytes of all files of the versions that the key published after a time. */
    long bytes(String by, Instant after) {
        var sum = (Number) getEntityManager()
                .createNativeQuery(
                        "select coalesce(sum(octet_length(content)), 0) from pack_version where published_by = ?1 and published_at > ?2")
                .setParameter(1, by)
                .setParameter(2, after)
                .getSingleResult();
        return sum.longValue();
    }

    /** Lets one transaction at a time, of all nodes, publish. */
    void lockPublishing() {
        getEntityManager()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('douane.packs', 0)) as text)", String.class)
                .getResultList();
    }
}
