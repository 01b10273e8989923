package dev.douane.rules.ledger;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.usage.ExpectedCost;
import org.jspecify.annotations.Nullable;

/**
 * One account in one decision, from the match to the log: nothing is ever paired with it.
 *
 * @param figures what the account was asked on
 * @param before the same as it is told, with what overrides add, at the decision's time
 * @param amount what the decision holds in it; nothing where it goes nowhere, or holds nothing
 * @param expected what the amount stands on; null where nothing is held, or all accounts hold the worst case by their terms
 * @param seen the account as the rules saw it; null where they did not
 */
public record AccountLine(
        MatchedAccount account,
        Figures figures,
        Budget before,
        Money amount,
        @Nullable ExpectedCost expected,
        @Nullable Budget seen) {
    /** The id of its row; 0 where nobody has opened it. */
    public long id() {
        return figures.id();
    }

    /** The account with the decision's amount in it. */
    public Budget after() {
        return amount.isZero()
                ? before
                : account.fact(
                        figures.hard(), figures.limit(), figures.held().plus(amount), figures.spent(), before.at());
    }

    /** The same account where this amount is held in it. */
    AccountLine holding(Money held, @Nullable ExpectedCost standingOn) {
        return new AccountLine(account, figures, before, held, standingOn, seen);
    }
}
