package dev.douane.service.rulesets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class RulesetRows implements PanacheRepositoryBase<RulesetRow, Integer> {
    Optional<RulesetRow> byDigest(String digest) {
        return find("digest", digest).firstResultOptional();
    }

    /** The highest number given so far, 0 before the first. */
    int lastNumber() {
        return find("order by number desc")
                .firstResultOptional()
                .map(row -> row.number)
                .orElse(0);
    }

    /**
     * Rulesets, newest first.
     *
     * @param before exclusive upper bound of the number
     * @param limit rows to return
     */
    List<RulesetRow> page(int before, int limit) {
        return find("number < ?1 order by number desc", before)
                .range(0, limit - 1)
                .list();
    }

    /** Lets one transaction at a time, of all nodes, number and activate. */
    void lockActivation() {
        getEntityManager()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('douane.rulesets', 0)) as text)",
                        String.class)
                .getResultList();
    }
}
