package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.decide.BudgetView;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.TermsBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All budgets and their open accounts, as this node last saw them. Immutable.
 */
public final class BudgetsSnapshot implements BudgetView {
    private final TermsBook terms;
    private final RememberedAccounts accounts;
    private final JustRead read;

    private BudgetsSnapshot(TermsBook terms, RememberedAccounts accounts, JustRead read) {
        this.terms = terms;
        this.accounts = accounts;
        this.read = read;
    }

    /**
     * These budgets, and no account of theirs.
     *
     * @param remembered how many accounts are remembered, about
     */
    BudgetsSnapshot(TermsBook terms, int remembered) {
        this(terms, RememberedAccounts.none(remembered), JustRead.NOTHING);
    }

    /** Other budgets, the same accounts. */
    BudgetsSnapshot withTerms(TermsBook others) {
        return others == terms ? this : new BudgetsSnapshot(others, accounts, read);
    }

    BudgetsSnapshot withAccounts(Collection<AccountSnapshot> newer) {
        return new BudgetsSnapshot(terms, accounts.with(newer), read);
    }

    /**
     * These accounts and no others.
     *
     * @param areAll whether there are no more
     */
    BudgetsSnapshot withOnly(Collection<AccountSnapshot> all, boolean areAll) {
        return new BudgetsSnapshot(terms, accounts.replacedBy(all, areAll), read);
    }

    /** The same, for whoever read what it lacks. */
    public BudgetsSnapshot with(JustRead justRead) {
        return justRead == JustRead.NOTHING ? this : new BudgetsSnapshot(terms, accounts, justRead);
    }

    /** How many accounts it remembers. */
    int remembered() {
        return accounts.size();
    }

    /** All budgets with their terms. */
    public TermsBook terms() {
        return terms;
    }

    /** The account's last picture, if this node has one. */
    @Nullable
    AccountSnapshot account(MatchedAccount touched) {
        var remembered = accounts.get(touched.key());
        if (read == JustRead.NOTHING) {
            return remembered;
        }
        var justRead = read.get(touched.key());
        return isLater(remembered, justRead) ? remembered : justRead;
    }

    private static boolean isLater(@Nullable AccountSnapshot one, @Nullable AccountSnapshot other) {
        return other == null || (one != null && one.version() > other.version());
    }

    /** Whether the account may be there and is not remembered; else one without a picture was not opened. */
    boolean isUnread(MatchedAccount touched) {
        return !accounts.isWhole() && account(touched) == null && !read.isAbsent(touched.key());
    }

    /** What {@link #isComplete} lacks. */
    List<MatchedAccount> unread(Caller caller, Instant at) {
        return accounts.isWhole()
                ? List.of()
                : terms.matching(caller, at).stream().filter(this::isUnread).toList();
    }

    @Override
    public boolean isComplete(Caller caller, Instant at) {
        return accounts.isWhole() || unread(caller, at).isEmpty();
    }

    @Override
    public List<Budget> touching(Caller caller, Instant at) {
        var touched = terms.matching(caller, at);
        var facts = new ArrayList<Budget>(touched.size());
        for (var account : touched) {
            facts.add(fact(account, at));
        }
        return facts;
    }

    private Budget fact(MatchedAccount touched, Instant at) {
        var budget = touched.budget();
        var seen = account(touched);
        return seen == null
                ? touched.fact(budget.hard(), budget.amount(), Money.ZERO, Money.ZERO, at)
                : touched.fact(seen.hard(), seen.limit(), seen.held(), seen.spent(), at);
    }
}
