package dev.douane.service.rulesets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class ChangeRows implements PanacheRepositoryBase<ChangeRow, Long> {
    /** The approvals of these rulesets, oldest first. */
    List<ChangeRow> approvals(List<Integer> rulesets) {
        return find("action = ?1 and ruleset in ?2 order by id", ChangeRow.APPROVE, rulesets)
                .list();
    }

    /**
     * What was done to some rulesets, oldest first.
     *
     * @param action {@link ChangeRow#PROPOSE}, the first of which made the ruleset, or another
     * @param mostOfEach how many of one ruleset, from its first
     */
    List<ChangeRow> first(String action, List<Integer> rulesets, int mostOfEach) {
        if (rulesets.isEmpty()) {
            return List.of();
        }
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        select c.* from ruleset r cross join lateral (
                            select * from ruleset_change c where c.ruleset = r.number and c.action = :action
                            order by c.id limit :most) c
                        where r.number in (:rulesets)
                        order by c.id""", ChangeRow.class)
                .setParameterList("rulesets", rulesets)
                .setParameter("action", action)
                .setParameter("most", mostOfEach)
                .getResultList();
    }

    /** How often a ruleset was proposed, by one key or by all. */
    long proposals(int ruleset, @Nullable String by) {
        return by == null
                ? count("action = ?1 and ruleset = ?2", ChangeRow.PROPOSE, ruleset)
                : count("action = ?1 and ruleset = ?2 and changedBy = ?3", ChangeRow.PROPOSE, ruleset, by);
    }

    boolean isProposed(int ruleset, String why, String by) {
        return count(
                        "action = ?1 and ruleset = ?2 and why = ?3 and changedBy = ?4",
                        ChangeRow.PROPOSE,
                        ruleset,
                        why,
                        by)
                > 0;
    }

    /**
     * What was done to rulesets, newest first.
     *
     * @param before exclusive upper bound of the id
     * @param limit rows to return
     */
    List<ChangeRow> page(long before, int limit) {
        return find("id < ?1 order by id desc", before).range(0, limit - 1).list();
    }
}
