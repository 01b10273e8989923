package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Makes budgets and shows them. Every method blocks. */
@ApplicationScoped
class BudgetRegister {
    /**
     * A budget with where it comes from.
     *
     * @param createdBy the id of an API key, or a token's subject
     */
    record Registered(Timeline budget, String currency, Instant createdAt, String createdBy) {}

    /** What making a budget came to: made, or there already with the same content. */
    record Made(Registered budget, boolean isNew) {}

    private final BudgetRows rows;
    private final Budgets budgets;
    private final DataSource database;
    private final TimeSource time;
    private final Ids ids;

    @Inject
    BudgetRegister(BudgetRows rows, Budgets budgets, DataSource database, TimeSource time, Ids ids) {
        this.rows = rows;
        this.budgets = budgets;
        this.database = database;
        this.time = time;
        this.ids = ids;
    }

    /**
     * Makes a budget. It counts for this node's next decision, and for other nodes' within their refresh.
     *
     * @throws ProblemException CONFLICT if the name is taken by a budget with other content
     */
    Made make(NewBudget budget, String by) throws SQLException {
        Made made;
        try {
            made = QuarkusTransaction.requiringNew().call(() -> makeOrFind(budget, by));
        } catch (PersistenceException e) { // somebody else made one of that name meanwhile, or it is something else
            made = QuarkusTransaction.requiringNew()
                    .call(() -> rows.named(budget.name()).map(row -> known(row, budget)))
                    .orElseThrow(() -> e);
        }
        if (made.isNew()) {
            budgets.reload();
        }
        return made;
    }

    private Made makeOrFind(NewBudget budget, String by) {
        var known = rows.named(budget.name());
        if (known.isPresent()) {
            return known(known.get(), budget);
        }
        var row = BudgetRow.of(budget);
        row.id = ids.next();
        row.createdAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.createdBy = by;
        rows.persistAndFlush(row);
        return new Made(registered(row), true);
    }

    private Made known(BudgetRow row, NewBudget budget) {
        var there = registered(row);
        if (!NewBudget.of(there).equals(budget)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Budget (%s) is already there with other terms. To change them, amend it."
                            .formatted(budget.name()));
        }
        return new Made(there, false);
    }

    private Registered registered(BudgetRow row) {
        return registered(List.of(row)).getFirst();
    }

    /** Inside the transaction that read the rows, so that what follows them is of the same time. */
    private List<Registered> registered(List<BudgetRow> found) {
        try (var connection = database.getConnection()) {
            var timelines = TimelineTable.of(
                    connection, found.stream().map(row -> row.id).toList());
            var registered = new ArrayList<Registered>(found.size());
            for (var row : found) {
                var timeline = timelines.get(row.id);
                if (timeline != null) {
                    registered.add(new Registered(timeline, row.currency, row.createdAt, row.createdBy));
                }
            }
            return registered;
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** Budgets by name. */
    List<Registered> page(String after, int limit) {
        return QuarkusTransaction.requiringNew().call(() -> registered(rows.page(after, limit)));
    }

    Optional<Registered> find(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.findByIdOptional(id).map(this::registered));
    }

    /**
     * The budget's accounts of the period that {@code at} falls in, by scope. A budget that has but one is shown with it even before the first
     * call, as that call would find it.
     *
     * @param after exclusive lower bound of the scope; empty to start
     */
    List<BudgetTable.AccountRow> accounts(Timeline budget, Instant at, String after, int limit) throws SQLException {
        var scope = budget.made().scope();
        try (var connection = database.getConnection()) {
            var open = BudgetTable.accountsOf(connection, budget.made().id(), at, after, limit);
            var span = budget.span(at);
            if (!open.isEmpty() || scope.splits() || !after.isEmpty() || !span.contains(at)) {
                return open;
            }
            var terms = budget.at(at).terms();
            var only = scope.scope(Caller.UNKNOWN, null);
            var carry = AccountOpening.carry(
                    connection, budget, new AccountKey(budget.made().id(), only, span.start()));
            return List.of(new BudgetTable.AccountRow(
                    only, terms.owner(), span, Carry.sum(terms.amount(), carry), carry, Money.ZERO, Money.ZERO));
        }
    }
}
