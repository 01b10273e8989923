package dev.douane.rules.ledger;

import dev.douane.rules.call.Caller;
import dev.douane.rules.decide.BudgetView;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.TermsBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All budgets and their accounts as a node last saw them committed, for rules. Immutable.
 *
 * @param read accounts that were read because this lacked them
 */
public record MoneySnapshot(TermsBook terms, AccountsSnapshot accounts, JustRead read) implements BudgetView {
    /** What calls of this caller touch, may be there, and is not remembered; sorted by the budget's name. */
    public List<MatchedAccount> unread(Caller caller, Instant at) {
        var view = view();
        return accounts.isWhole()
                ? List.of()
                : terms.matching(caller, at).stream().filter(view::isUnread).toList();
    }

    @Override
    public boolean isComplete(Caller caller, Instant at) {
        return unread(caller, at).isEmpty();
    }

    @Override
    public List<Budget> touching(Caller caller, Instant at) {
        return facts(terms.matching(caller, at), at);
    }

    /** The same for accounts that were matched by {@link #terms} at that time. */
    public List<Budget> facts(List<MatchedAccount> matched, Instant at) {
        var view = view();
        var facts = new ArrayList<Budget>(matched.size());
        for (var account : matched) {
            var row = view.account(account);
            var budget = account.budget();
            facts.add(
                    row == null
                            ? account.fact(budget.hard(), budget.amount(), Money.ZERO, Money.ZERO, at)
                            : account.fact(row.hard(), row.limit(), row.held(), row.spent(), at));
        }
        return facts;
    }

    private View view() {
        return View.of(terms, accounts).with(read, null);
    }
}
