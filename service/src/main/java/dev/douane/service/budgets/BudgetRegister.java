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
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
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
    record Registered(BudgetDefinition budget, String currency, Instant createdAt, String createdBy) {}

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
    Made make(BudgetTerms terms, String by) throws SQLException {
        Made made;
        try {
            made = QuarkusTransaction.requiringNew().call(() -> makeOrFind(terms, by));
        } catch (PersistenceException e) { // somebody else made one of that name meanwhile, or it is something else
            made = QuarkusTransaction.requiringNew()
                    .call(() -> rows.named(terms.name()).map(row -> known(row, terms)))
                    .orElseThrow(() -> e);
        }
        if (made.isNew()) {
            budgets.reload();
        }
        return made;
    }

    private Made makeOrFind(BudgetTerms terms, String by) {
        var known = rows.named(terms.name());
        if (known.isPresent()) {
            return known(known.get(), terms);
        }
        var row = new BudgetRow();
        row.id = ids.next();
        row.name = terms.name();
        row.owner = terms.owner();
        row.amountNanos = terms.amount().nanos();
        row.currency = terms.currency();
        row.scope = BudgetTable.json(terms.scope());
        row.periodUnit = terms.period().unit().word();
        row.periodZone = terms.period().zone().getId();
        row.hardness = terms.hard() ? "hard" : "soft";
        row.holdExpiry = terms.releases() ? "release" : "charge";
        row.createdAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.createdBy = by;
        rows.persistAndFlush(row);
        return new Made(registered(row), true);
    }

    private static Made known(BudgetRow row, BudgetTerms terms) {
        var there = registered(row);
        if (!BudgetTerms.of(there).equals(terms)) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "Budget (%s) is already there with other terms.".formatted(terms.name()));
        }
        return new Made(there, false);
    }

    private static Registered registered(BudgetRow row) {
        var budget = new BudgetDefinition(
                row.id,
                row.name,
                row.owner,
                new Money(row.amountNanos),
                BudgetTable.scope(row.scope),
                new Period(Period.Unit.valueOf(row.periodUnit.toUpperCase(Locale.ROOT)), ZoneId.of(row.periodZone)),
                row.hardness.equals("hard"),
                row.holdExpiry.equals("release"));
        return new Registered(budget, row.currency, row.createdAt, row.createdBy);
    }

    /** Budgets by name. */
    List<Registered> page(String after, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.page(after, limit).stream()
                        .map(BudgetRegister::registered)
                        .toList());
    }

    Optional<Registered> find(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.findByIdOptional(id).map(BudgetRegister::registered));
    }

    /**
     * The budget's accounts of the current period, by scope. A budget that has but one is shown with it even before the first call.
     *
     * @param after exclusive lower bound of the scope; empty to start
     */
    List<BudgetTable.AccountRow> accounts(BudgetDefinition budget, String after, int limit) throws SQLException {
        var now = time.now();
        try (var connection = database.getConnection()) {
            var open = BudgetTable.accountsOf(connection, budget.id(), now, after, limit);
            if (!open.isEmpty() || budget.scope().splits() || !after.isEmpty()) {
                return open;
            }
            return List.of(new BudgetTable.AccountRow(
                    budget.scope().scope(Caller.UNKNOWN),
                    budget.period().at(now),
                    budget.amount(),
                    Money.ZERO,
                    Money.ZERO));
        }
    }
}
