package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.Carry;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.Timeline;
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
import org.jspecify.annotations.Nullable;

/** Makes budgets and shows them. Every method blocks. */
@ApplicationScoped
class BudgetRegister {
    /**
     * A budget with where it comes from.
     *
     * @param createdBy the id of an API key, or a token's subject
     */
    record Registered(Timeline budget, String currency, Instant createdAt, String createdBy) {}

    /**
     * What making a budget came to: made, or there already with the same content.
     *
     * @param proposal the number of the one to open it, where it is closed until somebody else approves that; else null
     */
    record Made(Registered budget, boolean isNew, @Nullable Integer proposal) {}

    /** Whether or not there is a budget of that name. The first number keeps its kind of lock apart from others. */
    private static final String LOCK_NAME = "select pg_advisory_xact_lock(hashtextextended('douane.budget ' || ?, 0))";

    private static final String LOCK_NAMED =
            "select id from budget where name = ? and name_given_up_at is null for no key update";

    private static final String WAITS =
            "Calls that a default budget is for would be this one's: it is closed until somebody else approves that";

    private static final String GIVE_UP_NAME = "update budget set name_given_up_at = ? where id = ?";

    private final BudgetRows rows;
    private final Budgets budgets;
    private final DataSource database;
    private final ApprovalPolicy policy;
    private final int most;
    private final TimeSource time;
    private final Ids ids;

    @Inject
    BudgetRegister(
            BudgetRows rows, Budgets budgets, DataSource database, BudgetConfig config, TimeSource time, Ids ids) {
        this.rows = rows;
        this.budgets = budgets;
        this.database = database;
        this.policy = ApprovalPolicy.of(config);
        this.most = config.budgetsMax();
        this.time = time;
        this.ids = ids;
    }

    /**
     * Makes sure that this budget is there. One that is made counts for this node's next decision, and for other nodes' within their refresh.
     *
     * <p>The name of a closed budget is free: the closed one gives it up. One that would take calls from a default budget is made closed, and proposed to be opened.
     *
     * @throws ProblemException CONFLICT if the budget of that name has other terms in force, or is closed only for a while, or there are as many as
     *     there may be; INVALID_REQUEST if it would be a new one whose only window has passed or is too short
     */
    Made make(NewBudget budget, String by) throws SQLException {
        var made = QuarkusTransaction.requiringNew().call(() -> makeOrFind(budget, by));
        if (made.isNew()) {
            budgets.reload();
        }
        return made;
    }

    private Made makeOrFind(NewBudget budget, String by) {
        var known = lockNamed(budget.name()).map(this::registered);
        var at = time.now().truncatedTo(ChronoUnit.MICROS);
        var waiting = known.flatMap(there -> waitingToOpen(there, budget, at));
        if (waiting.isPresent()) {
            return waiting.get();
        }
        if (known.isPresent() && !known.get().budget().isClosedForGood(at)) {
            return known(known.get(), budget);
        }
        budget.checkWindow(at);
        if (rows.count() >= most) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "There are %d budgets, as many as there may be (douane.budget.budgets-max).".formatted(most));
        }
        known.ifPresent(closed -> giveUpName(closed, at));
        var row = BudgetRow.of(budget);
        row.id = ids.next();
        row.createdAt = at;
        row.createdBy = by;
        rows.persistAndFlush(row);
        return closedIfItReplacesADefault(row, at, by);
    }

    /** In the transaction that made it, so that it is closed before anybody sees it. */
    private Made closedIfItReplacesADefault(BudgetRow row, Instant at, String by) {
        var made = registered(row);
        try (var connection = database.getConnection()) {
            if (!policy.replacesADefault(connection, made.budget().made(), at, by)) {
                return new Made(made, true, null);
            }
            var closed = new Changes(null, null, null, null, null, null, null, null, true);
            var draft = new Amendments.Draft(
                    row.id,
                    new Amendments.Wish(closed, true, WAITS, null),
                    1,
                    made.budget(),
                    at,
                    at,
                    made.budget().made().terms(),
                    closed.applied(made.budget().made().terms()));
            var unused = Amendments.make(connection, draft, by, null);
            var proposal = Proposals.toOpen(connection, row.id, WAITS, at, at.plus(policy.endsAfter()), by);
            return new Made(registered(row), true, proposal.number());
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** One that was made so, asked for again. */
    private Optional<Made> waitingToOpen(Registered there, NewBudget budget, Instant at) {
        try (var connection = database.getConnection()) {
            return Proposals.waitingToOpen(connection, there.budget().made().id(), at)
                    .filter(proposal -> budget.differencesFrom(there.budget().at(at), there.currency())
                            .isEmpty())
                    .map(proposal -> new Made(there, false, proposal.number()));
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** Whoever else wants the name waits until it has been looked at, and so do amendments of the budget that has it. */
    private Optional<BudgetRow> lockNamed(String name) {
        try (var connection = database.getConnection()) {
            for (var statement : List.of(LOCK_NAME, LOCK_NAMED)) { // the second sees what was done under the first
                try (var lock = connection.prepareStatement(statement)) {
                    lock.setString(1, name);
                    lock.executeQuery().close();
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
        return rows.named(name);
    }

    private void giveUpName(Registered closed, Instant at) {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(GIVE_UP_NAME)) {
            update.setObject(1, BudgetTable.time(at));
            update.setObject(2, closed.budget().made().id());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private Made known(Registered there, NewBudget budget) {
        var at = there.budget().latestAtOnce(time.now());
        var opens = there.budget().opensAfter(at);
        if (opens != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Budget (%s) is there, closed until %s. To open it earlier, amend it."
                            .formatted(budget.name(), opens));
        }
        var different = budget.differencesFrom(there.budget().at(at), there.currency());
        if (!different.isEmpty()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Budget (%s) is already there with other terms. To change them, amend it.".formatted(budget.name()),
                    different);
        }
        return new Made(there, false, null);
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

    /** Budgets by name, closed ones too. */
    List<Registered> page(BudgetRows.Place after, int limit) {
        return QuarkusTransaction.requiringNew().call(() -> registered(rows.page(after, limit)));
    }

    Optional<Registered> find(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.findByIdOptional(id).map(this::registered));
    }

    /**
     * The budget's accounts of the period that {@code now} falls in, by scope. A budget that has but one is shown with it even before the
     * first call, as that call would find it.
     *
     * @param after exclusive lower bound of the scope; empty to start
     */
    List<BudgetTable.AccountRow> accounts(Timeline budget, Instant now, String after, int limit) throws SQLException {
        try (var connection = database.getConnection()) {
            var open = BudgetTable.accountsOf(connection, budget.made().id(), now, after, limit);
            return open.isEmpty() && after.isEmpty()
                    ? unopened(budget, now, key -> AccountOpening.carry(connection, budget, key))
                    : open;
        }
    }

    /** The same budget as it was known at an earlier time. */
    Registered known(Registered budget, Instant then) throws SQLException {
        try (var connection = database.getConnection()) {
            var known = TimelineTable.known(connection, budget.budget().made().id(), then)
                    .orElseThrow();
            return new Registered(known, budget.currency(), budget.createdAt(), budget.createdBy());
        }
    }

    /**
     * Its accounts as they stood at an earlier time.
     *
     * @param budget as it was known then
     */
    List<BudgetTable.AccountRow> accountsThen(Timeline budget, Instant then, String after, int limit)
            throws SQLException {
        var open = PastAccounts.of(database, budget.made().id(), then, after, limit);
        return open.isEmpty() && after.isEmpty()
                ? unopened(budget, then, key -> PastAccounts.carry(database, budget, key, then))
                : open;
    }

    private interface Carried {
        Money into(AccountKey account) throws SQLException;
    }

    private static List<BudgetTable.AccountRow> unopened(Timeline budget, Instant at, Carried carried)
            throws SQLException {
        var scope = budget.made().scope();
        var span = budget.span(at);
        if (scope.splits() || !span.contains(at)) {
            return List.of();
        }
        var terms = budget.at(at).terms();
        var only = scope.scope(Caller.UNKNOWN, null);
        var carry = carried.into(new AccountKey(budget.made().id(), only, span.start()));
        return List.of(new BudgetTable.AccountRow(
                only, terms.owner(), span, Carry.sum(terms.amount(), carry), carry, Money.ZERO, Money.ZERO));
    }
}
