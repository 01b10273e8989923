package dev.douane.service.rulesets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** All activations of these rulesets that have taken effect by that time, newest first. */
    List<ActivationRow> effective(List<Integer> rulesets, Instant at) {
        return find(STANDING + "<= ?1 and a.ruleset in ?2" + NEWEST_FIRST, at, rulesets)
                .list();
    }
}
