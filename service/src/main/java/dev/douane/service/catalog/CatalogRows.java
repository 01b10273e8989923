package dev.douane.service.catalog;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

@ApplicationScoped
class CatalogRows implements PanacheRepositoryBase<CatalogRow, Integer> {
    /** The version in force. */
    Optional<CatalogRow> latest() {
        return find("order by version desc").firstResultOptional();
    }

    /** The number of the version in force, without its documents. */
    Optional<Integer> latestVersion() {
        return Optional.ofNullable(getEntityManager()
                .createQuery("select max(c.version) from CatalogRow c", Integer.class)
                .getSingleResult());
    }

    /** The number of the version that was in force at that time. */
    Optional<Integer> versionAt(Instant at) {
        return Optional.ofNullable(getEntityManager()
                .createQuery("select max(c.version) from CatalogRow c where c.createdAt <= ?1", Integer.class)
                .setParameter(1, at)
                .getSingleResult());
    }

    /** Lets one transaction at a time, of all nodes, write the next version. */
    void lockNext() {
        getEntityManager()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('douane.catalog', 0)) as text)",
                        String.class)
                .getResultList();
    }
}
