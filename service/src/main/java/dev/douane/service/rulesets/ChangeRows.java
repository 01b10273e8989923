package dev.douane.service.rulesets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
class ChangeRows implements PanacheRepositoryBase<ChangeRow, Long> {
    /** The approvals of these rulesets, oldest first. */
    List<ChangeRow> approvals(List<Integer> rulesets) {
        return find("action = ?1 and ruleset in ?2 order by id", ChangeRow.APPROVE, rulesets)
                .list();
    }

    /** The proposals of these rulesets, oldest first: the first of each made it. */
    List<ChangeRow> proposals(List<Integer> rulesets) {
        return find("action = ?1 and ruleset in ?2 order by id", ChangeRow.PROPOSE, rulesets)
                .list();
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
