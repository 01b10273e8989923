package dev.douane.service.budgets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class BudgetRows implements PanacheRepositoryBase<BudgetRow, UUID> {
    /**
     * Budgets by name.
     *
     * @param after exclusive lower bound; the last row's name to read on, empty to start
     * @param limit rows to return
     */
    List<BudgetRow> page(String after, int limit) {
        return find("name > ?1 order by name", after).range(0, limit - 1).list();
    }

    Optional<BudgetRow> named(String name) {
        return find("name = ?1", name).firstResultOptional();
    }
}
