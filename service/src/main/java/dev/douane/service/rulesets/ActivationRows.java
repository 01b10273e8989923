package dev.douane.service.rulesets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class ActivationRows implements PanacheRepositoryBase<ActivationRow, Long> {
    /** What is in force. */
    Optional<ActivationRow> last() {
        return find("order by id desc").firstResultOptional();
    }

    /** The last activation of each of these rulesets. */
    List<ActivationRow> lastOf(List<Integer> rulesets) {
        return find("id in (select max(a.id) from ActivationRow a where a.ruleset in ?1 group by a.ruleset)", rulesets)
                .list();
    }
}
