package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.BudgetDefinition;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Rollover;
import dev.douane.service.budgets.BudgetConfig.Approval;
import dev.douane.service.identity.FourEyes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which changes of a budget's terms wait until somebody else approves them: those that let more money be spent, or another pay for it. What tightens never waits.
 *
 * @param abovePercent with {@link Approval#ABOVE}, by how much an amount may be raised all the same
 * @param endsAfter how long a change waits
 */
record ApprovalPolicy(Approval mode, int abovePercent, Duration endsAfter) {
    private static final String LAST_APPROVED = """
            select changes ->> 'amount' as amount, effective_at from budget_amendment
            where budget_id = ? and proposal is not null and jsonb_exists(changes, 'amount') and effective_at <= ?
            order by effective_at desc, number desc limit 1""";

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    static ApprovalPolicy of(BudgetConfig config) {
        return new ApprovalPolicy(config.approval(), config.approvalAbovePercent(), config.proposalsEndAfter());
    }

    private boolean isAsked(Connection connection, String by) throws SQLException {
        return mode != Approval.NEVER && !FourEyes.isFirst(connection, by);
    }

    /**
     * What of a draft somebody else has to approve. Nobody is asked for the first key, which ends once a house has its people.
     *
     * @param by whose draft it is
     * @return the terms' names as they are said, in order; empty where nobody has to be asked
     */
    List<String> loosened(Connection connection, Amendments.Draft draft, String by) throws SQLException {
        var loosened = new ArrayList<String>();
        if (!isAsked(connection, by)) {
            return loosened;
        }
        var before = draft.before();
        var terms = draft.terms();
        note(loosened, "owner", !terms.owner().equals(before.owner()));
        note(loosened, "amount", isRaisedTooFar(connection, draft));
        note(loosened, "period", !terms.period().equals(before.period()));
        note(loosened, "enforcement", before.hard() && !terms.hard());
        note(loosened, "overrun", before.overrun() == Overrun.NEVER && terms.overrun() == Overrun.LAST_CALL_MAY_CROSS);
        note(loosened, "estimate", holdsLess(before, terms));
        note(loosened, "rollover", mostCarried(terms.rollover()).compareTo(mostCarried(before.rollover())) > 0);
        note(loosened, "holdExpiry", terms.releases() && !before.releases());
        note(loosened, "closed", isClosedOrReplacesADefault(connection, draft));
        return loosened;
    }

    private static void note(List<String> loosened, String term, boolean isLoosened) {
        if (isLoosened) {
            loosened.add(term);
        }
    }

    private boolean isRaisedTooFar(Connection connection, Amendments.Draft draft) throws SQLException {
        var amount = draft.terms().amount().toBigDecimal();
        if (amount.compareTo(draft.before().amount().toBigDecimal()) <= 0) {
            return false;
        }
        var percent = mode == Approval.ALWAYS ? 0 : abovePercent;
        var free = agreed(connection, draft)
                .toBigDecimal()
                .multiply(HUNDRED.add(new BigDecimal(percent)))
                .movePointLeft(2);
        return amount.compareTo(free) > 0;
    }

    /**
     * The amount that raises are measured against, so that many small ones are not free: what was approved last, or else what the budget was made with; and no more
     * than this period began with, so that an amount which was lowered long ago is none that anybody agreed to.
     */
    private static Money agreed(Connection connection, Amendments.Draft draft) throws SQLException {
        var timeline = draft.timeline();
        var began = timeline.span(draft.now()).start();
        var agreed = timeline.made().amount();
        try (var select = connection.prepareStatement(LAST_APPROVED)) {
            select.setObject(1, draft.budget());
            select.setObject(2, BudgetTable.time(draft.from()));
            try (var rows = select.executeQuery()) {
                if (rows.next()) {
                    agreed = Money.parse(rows.getString("amount"));
                    if (!BudgetTable.instant(rows, "effective_at").isBefore(began)) {
                        return agreed;
                    }
                }
            }
        }
        var atFirst = timeline.at(began).amount();
        return atFirst.fitsIn(agreed) ? atFirst : agreed;
    }

    /** Whether calls may now be let through that set less aside than they can cost, or still less of it. */
    private static boolean holdsLess(BudgetTerms before, BudgetTerms terms) {
        var was = before.estimate();
        var is = terms.estimate();
        return is.isExpected()
                && (!was.isExpected()
                        || is.quantilePermille() < was.quantilePermille()
                        || is.floorTokens() < was.floorTokens()
                        || is.warmUp() < was.warmUp());
    }

    private static Money mostCarried(Rollover rollover) {
        return rollover.carried(Money.MAX);
    }

    private boolean isClosedOrReplacesADefault(Connection connection, Amendments.Draft draft) throws SQLException {
        var isClosed = draft.terms().closed();
        if (isClosed == draft.before().closed()) {
            return false;
        }
        return isClosed || takesFromADefault(connection, draft.timeline().made(), draft.now());
    }

    /**
     * Whether a budget that comes into force takes calls away from a default budget, which is only for workflows that no other budget names: theirs is then the new
     * amount, whatever it is. One that looks at where calls go leaves the default budget in place. Every other budget that comes into force only narrows.
     */
    boolean replacesADefault(Connection connection, BudgetDefinition budget, Instant now, String by)
            throws SQLException {
        return isAsked(connection, by) && takesFromADefault(connection, budget, now);
    }

    private static boolean takesFromADefault(Connection connection, BudgetDefinition budget, Instant now)
            throws SQLException {
        return !budget.isDefault()
                && budget.scope().fixes(Attribute.WORKFLOW)
                && !budget.scope().looksAtTarget()
                && TimelineTable.all(connection).stream()
                        .anyMatch(other -> other.made().isDefault()
                                && !other.isClosedForGood(now)
                                && other.made().scope().mayMeet(budget.scope()));
    }
}
