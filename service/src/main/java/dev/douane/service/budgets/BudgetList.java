package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.Carry;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.Timeline;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Shown;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Budgets by name with their figures, all of them or those of one owner or those that run low. Blocks. */
@ApplicationScoped
class BudgetList {
    /** Budgets read at once; where few of them are wanted, several times. */
    private static final int AT_ONCE = 200;

    private static final Pattern FRACTION = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");

    private final BudgetRegister register;
    private final DataSource database;
    private final ShownBudgets shown;

    BudgetList(BudgetRegister register, DataSource database, ShownBudgets shown) {
        this.register = register;
        this.database = database;
        this.shown = shown;
    }

    /**
     * What is asked for.
     *
     * @param owner who answers for it now, spelled as names are; null for anybody
     * @param near the part of its limit that an account has used at least; null for any
     */
    record Filter(@Nullable String owner, @Nullable BigDecimal near) {
        /** @throws ProblemException INVALID_REQUEST if near is no fraction */
        static Filter of(@Nullable String owner, @Nullable String near) {
            return new Filter(owner == null ? null : Caller.spelled(owner), near == null ? null : fraction(near));
        }

        private static BigDecimal fraction(String near) {
            if (!FRACTION.matcher(near).matches()) {
                throw ProblemException.ofParameter(
                        "near",
                        "[%s] is not a fraction such as 0.8, for budgets of which that much is used"
                                .formatted(Shown.of(near)));
            }
            return new BigDecimal(near);
        }

        boolean takes(BudgetListed listed) {
            return (owner == null || owner.equals(Caller.spelled(listed.budget().owner())))
                    && (near == null || listed.usedFraction().compareTo(near) >= 0);
        }
    }

    /**
     * The next budgets that the filter takes.
     *
     * @param after exclusive lower bound: the place of the last budget of the page before
     */
    List<BudgetListed> page(Filter filter, BudgetRows.Place after, int limit, Instant at) throws SQLException {
        var page = new ArrayList<BudgetListed>();
        var from = after;
        while (page.size() < limit) {
            var some = register.page(from, AT_ONCE);
            listed(some, at).stream()
                    .filter(filter::takes)
                    .limit(limit - page.size())
                    .forEach(page::add);
            if (some.size() < AT_ONCE) {
                break;
            }
            var last = some.getLast().budget().made();
            from = new BudgetRows.Place(last.name(), last.id());
        }
        return page;
    }

    private List<BudgetListed> listed(List<BudgetRegister.Registered> some, Instant at) throws SQLException {
        var summaries = shown.of(some, at);
        try (var connection = database.getConnection()) {
            var figures = BudgetFigures.of(
                    connection,
                    some.stream().map(BudgetRegister.Registered::budget).toList(),
                    at);
            var byId = some.stream()
                    .map(BudgetRegister.Registered::budget)
                    .collect(Collectors.toMap(budget -> budget.made().id(), budget -> budget));
            var listed = new ArrayList<BudgetListed>(some.size());
            for (var summary : summaries) {
                var budget = Objects.requireNonNull(byId.get(summary.id()));
                var known = figures.get(summary.id());
                listed.add(BudgetListed.of(
                        summary,
                        budget.made().scope().splits(),
                        known == null ? unused(connection, budget, at) : known));
            }
            return listed;
        }
    }

    /** As the first call would find it; nothing where there can be none, or each value will have an account of its own. */
    private static BudgetFigures unused(Connection connection, Timeline budget, Instant at) throws SQLException {
        var scope = budget.made().scope();
        var span = budget.span(at);
        if (scope.splits() || !span.contains(at)) {
            return BudgetFigures.NONE;
        }
        var only = scope.scope(Caller.UNKNOWN, null);
        var terms = budget.at(at).terms();
        var carry = terms.rollover() instanceof Rollover.None
                ? Money.ZERO
                : AccountOpening.carry(
                        connection, budget, new AccountKey(budget.made().id(), only, span.start()));
        return BudgetFigures.unused(Carry.sum(Carry.sum(terms.amount(), carry), budget.extra(only, at)));
    }
}
