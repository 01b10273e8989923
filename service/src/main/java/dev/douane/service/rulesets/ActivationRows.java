package dev.douane.service.rulesets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Activations count in the order in which they take effect; one that was withdrawn before never does. */
@ApplicationScoped
class ActivationRows implements PanacheRepositoryBase<ActivationRow, Long> {
    private static final String STANDING = "from ActivationRow a where not exists (select c.id from ChangeRow c"
            + " where c.activation = a.id and c.action = 'withdraw') and coalesce(a.effectiveAt, a.activatedAt) ";
    private static final String NEWEST_FIRST = " order by coalesce(a.effectiveAt, a.activatedAt) desc, a.id desc";

    /** The one that was written last, whether it has taken effect or not. */
    Optional<ActivationRow> newest() {
        return find("order by id desc").firstResultOptional();
    }

    /** What is in force at that time. */
    Optional<ActivationRow> inForce(Instant at) {
        return find(STANDING + "<= ?1" + NEWEST_FIRST, at).firstResultOptional();
    }

    /** What will take effect after that time, the next first. */
    List<ActivationRow> scheduled(Instant at) {
        return find(STANDING + "> ?1 order by coalesce(a.effectiveAt, a.activatedAt), a.id", at)
                .list();
    }

    /**
     * When a key activated a ruleset, withdrawn since or not; roll-backs are none.
     *
     * @param nth from 1, counted back from its newest
     */
    Optional<Instant> activated(String by, int nth) {
        return getEntityManager()
                .createQuery(
                        "select a.activatedAt from ActivationRow a where a.activatedBy = :by and not exists (select c.id from ChangeRow c"
                                + " where c.activation = a.id and c.action = 'roll-back') order by a.id desc",
                        Instant.class)
                .setParameter("by", by)
                .setFirstResult(nth - 1)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Of each of these rulesets, the last activation that has taken effect by that time, where there is one. */
    List<ActivationRow> lastEffective(List<Integer> rulesets, Instant at) {
        if (rulesets.isEmpty()) {
            return List.of();
        }
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        select a.* from ruleset r cross join lateral (
                            select * from ruleset_activation a
                            where a.ruleset = r.number and coalesce(a.effective_at, a.activated_at) <= :at
                              and not exists (select from ruleset_change c where c.activation = a.id and c.action = 'withdraw')
                            order by coalesce(a.effective_at, a.activated_at) desc, a.id desc limit 1) a
                        where r.number in (:rulesets)""", ActivationRow.class)
                .setParameterList("rulesets", rulesets)
                .setParameter("at", at)
                .getResultList();
    }
}
