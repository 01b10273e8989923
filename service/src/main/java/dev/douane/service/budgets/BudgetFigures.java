package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Carry;
import dev.douane.rules.terms.Timeline;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the accounts of one budget carry together in their period.
 *
 * @param whole limits and what overrides add to them
 * @param used the part of its limit that the fullest account has held and spent; more than 1 is an overrun
 */
record BudgetFigures(Money whole, Money held, Money spent, BigDecimal used) {
    private static final int PLACES = 6;

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final String SUMS = """
        with open as (
            select a.budget_id, a.held_nanos, a.spent_nanos, a.limit_nanos + coalesce((
                    select sum(x.nanos) from unnest(?::uuid[], ?::text[], ?::bigint[]) as x (budget_id, scope, nanos)
                    where x.budget_id = a.budget_id and (x.scope is null or x.scope = a.scope)), 0) as whole
            from budget_account a where a.budget_id = any (?) and a.period_start <= ? and a.period_end > ?)
        select budget_id, sum(whole) as whole, sum(held_nanos) as held, sum(spent_nanos) as spent,
            max(case when whole = 0 then 1::numeric + held_nanos + spent_nanos else (held_nanos + spent_nanos) / whole end) as used
        from open group by budget_id\
        """;

    /** Of no account at all. */
    static final BudgetFigures NONE = new BudgetFigures(Money.ZERO, Money.ZERO, Money.ZERO, BigDecimal.ZERO);

    /** Of an account that nobody has opened. */
    static BudgetFigures unused(Money whole) {
        return new BudgetFigures(whole, Money.ZERO, Money.ZERO, whole.isZero() ? BigDecimal.ONE : BigDecimal.ZERO);
    }

    /** What a further call may take at most of a budget that has but one account. */
    Money remaining() {
        return whole.minusDownToZero(Carry.sum(held, spent));
    }

    /** The sums of all accounts of the periods that {@code at} falls in; budgets without any are left out. */
    static Map<UUID, BudgetFigures> of(Connection connection, Collection<Timeline> budgets, Instant at)
            throws SQLException {
        var ids = new ArrayList<UUID>();
        var extraOf = new ArrayList<UUID>();
        var extraScopes = new ArrayList<@Nullable String>();
        var extras = new ArrayList<Long>();
        for (var budget : budgets) {
            ids.add(budget.made().id());
            for (var extra : budget.running(at)) {
                extraOf.add(budget.made().id());
                extraScopes.add(extra.scope());
                extras.add(extra.amount().nanos());
            }
        }
        try (var select = connection.prepareStatement(SUMS)) {
            select.setArray(1, connection.createArrayOf("uuid", extraOf.toArray()));
            select.setArray(2, connection.createArrayOf("text", extraScopes.toArray()));
            select.setArray(3, connection.createArrayOf("bigint", extras.toArray()));
            select.setArray(4, connection.createArrayOf("uuid", ids.toArray()));
            select.setObject(5, BudgetTable.time(at));
            select.setObject(6, BudgetTable.time(at));
            try (var rows = select.executeQuery()) {
                var found = new HashMap<UUID, BudgetFigures>();
                while (rows.next()) {
                    found.put(
                            rows.getObject("budget_id", UUID.class),
                            new BudgetFigures(
                                    money(rows.getBigDecimal("whole")),
                                    money(rows.getBigDecimal("held")),
                                    money(rows.getBigDecimal("spent")),
                                    rows.getBigDecimal("used").setScale(PLACES, RoundingMode.HALF_UP)));
                }
                return found;
            }
        }
    }

    /** The sum, or the largest amount there is. */
    private static Money money(BigDecimal nanos) {
        return new Money(nanos.min(MOST).longValueExact());
    }
}
