package dev.douane.service.budgets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class BudgetRows implements PanacheRepositoryBase<BudgetRow, UUID> {
    /**
     * Budgets by name, those of one name as they were made.
     *
     * @param after exclusive lower bound: name and id of the last row to read on
     * @param limit rows to return
     */
    List<BudgetRow> page(Place after, int limit) {
        return find("name > ?1 or (name = ?1 and id > ?2) order by name, id", after.name(), after.id())
                .range(0, limit - 1)
                .list();
    }

    /** The budget that has the name now. */
    Optional<BudgetRow> named(String name) {
        return find("name = ?1 and nameGivenUpAt is null", name).firstResultOptional();
    }

    /** A budget's place in the order of {@link #page}. */
    record Place(String name, UUID id) {
        /** Before all. */
        static final Place START = new Place("", new UUID(0, 0));
    }
}
