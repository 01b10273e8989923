package dev.douane.service.packs;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
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

    /** Lets one transaction at a time, of all nodes, publish. */
    void lockPublishing() {
        getEntityManager()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('douane.packs', 0)) as text)", String.class)
                .getResultList();
    }
}
