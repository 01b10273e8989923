package dev.douane.service.packs;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
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
     * A published version.
     *
     * @param length of its title, in characters: it may be long where it was published before that had a bound
     */
    record Sized(long id, long length) {}

    /**
     * Ids of published versions with how long a list makes them, oldest first.
     *
     * @param name of the pack; empty for all
     * @param after exclusive lower bound of the id
     * @param limit rows to return
     */
    List<Sized> sizes(Optional<String> name, long after, int limit) {
        var ofName = name.isPresent() ? " and p.name = :name" : "";
        var query = getEntityManager()
                .createQuery(
                        "select p.id, length(p.title) from PackRow p where p.id > :after" + ofName + " order by p.id",
                        Tuple.class)
                .setParameter("after", after)
                .setMaxResults(limit);
        name.ifPresent(its -> query.setParameter("name", its));
        return query.getResultStream()
                .map(row -> new Sized(
                        row.get(0, Number.class).longValue(),
                        row.get(1, Number.class).longValue()))
                .toList();
    }

    /** Those versions, oldest first, without their files. */
    List<PackSummary> of(List<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : find("id in ?1 order by id", ids).project(PackSummary.class).list();
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
