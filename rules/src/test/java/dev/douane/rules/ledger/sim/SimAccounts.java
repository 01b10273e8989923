package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.Carry;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.TermsBook;
import dev.douane.rules.terms.Timeline;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Budgets and accounts as they are committed in the {@link SimStore}; opened and amended in transactions of their own. */
final class SimAccounts {
    private final World world;
    private final Map<Long, Account> rows = new TreeMap<>();
    private final Map<AccountKey, Long> ids = new HashMap<>();
    private List<SimBudgets.Budget> budgets;
    private TermsBook terms;

    SimAccounts(World world) {
        this.world = world;
        budgets = world.budgets.budgets();
        terms = book(1);
    }

    private TermsBook book(long revision) {
        return TermsBook.of(
                revision, budgets.stream().map(SimBudgets.Budget::timeline).toList());
    }

    TermsBook terms() {
        return terms;
    }

    Collection<Account> rows() {
        return rows.values();
    }

    void put(Account row) {
        rows.put(row.id(), row);
    }

    @Nullable
    Account account(AccountKey key) {
        var id = ids.get(key);
        return id == null ? null : rows.get(id);
    }

    /** Opens it with the terms and what the period before left, unless somebody has. */
    Account open(MatchedAccount matched, Instant now) {
        var there = account(matched.key());
        if (there != null) {
            return there;
        }
        var budget = budget(matched.key());
        var itsTerms = budget.within(matched.span(), now);
        var carried = lastBefore(matched.key())
                .map(last -> Carry.into(budget, matched.span().start(), left(last), last.periodEnd()))
                .orElse(Money.ZERO);
        var opened = new Account(
                ids.size() + 1,
                matched.key(),
                matched.span().end(),
                itsTerms.hard(),
                itsTerms.overrun() == Overrun.LAST_CALL_MAY_CROSS,
                Carry.sum(itsTerms.amount(), carried),
                Money.ZERO,
                Money.ZERO,
                0);
        ids.put(opened.key(), opened.id());
        rows.put(opened.id(), opened);
        world.note(
                "database: account %s %s is opened", opened.id(), opened.key().scope());
        world.checks.opened(opened);
        return opened;
    }

    private Optional<Account> lastBefore(AccountKey key) {
        return rows.values().stream()
                .filter(account -> account.key().budget().equals(key.budget())
                        && account.key().scope().equals(key.scope())
                        && account.key().periodStart().isBefore(key.periodStart()))
                .max(Comparator.comparing(account -> account.key().periodStart()));
    }

    private static Money left(Account last) {
        return new Money(Math.max(
                0, last.limit().nanos() - last.held().nanos() - last.spent().nanos()));
    }

    /** Amends some budget and its open accounts, if nobody has a row of them locked. */
    void amend(Instant now) {
        var budget = world.oneOf(budgets);
        var amended = world.budgets.amended(budget, now);
        var its = rows.values().stream()
                .filter(account -> account.key().budget().equals(budget.made().id())
                        && account.periodEnd().isAfter(now))
                .toList();
        if (its.stream().anyMatch(account -> world.store.isLocked(account.id()))) {
            return;
        }
        budgets =
                budgets.stream().map(one -> one.equals(budget) ? amended : one).toList();
        terms = book(terms.revision() + 1);
        var itsTerms = amended.timeline().at(now).terms();
        var changed = its.stream()
                .map(row -> new Account(
                        row.id(),
                        row.key(),
                        row.periodEnd(),
                        itsTerms.hard(),
                        row.mayCross(),
                        itsTerms.amount(),
                        row.held(),
                        row.spent(),
                        row.version() + 1))
                .toList();
        changed.forEach(row -> rows.put(row.id(), row));
        world.note(
                "database: budget %s is amended to %s, %s", budget.made().name(), itsTerms.amount(), itsTerms.hard());
        world.checks.amended(world.store.nextNumber(), changed);
    }

    Account row(long id) {
        return Objects.requireNonNull(rows.get(id), "account is not in the database");
    }

    /** Whether an unsettled hold that expires gives its money back to this account. */
    boolean releases(long id, Instant now) {
        return budget(row(id).key()).at(now).terms().releases();
    }

    private Timeline budget(AccountKey key) {
        return budgets.stream()
                .filter(one -> one.made().id().equals(key.budget()))
                .findFirst()
                .orElseThrow()
                .timeline();
    }

    /**
     * Terms and accounts of one moment.
     *
     * @param areAll whether there are no more accounts
     */
    record Picture(TermsBook terms, List<Account> accounts, boolean areAll) {}

    /** The youngest accounts, so many at most. */
    Picture picture(int most) {
        var all = List.copyOf(rows.values());
        var youngest = all.subList(Math.max(0, all.size() - most), all.size());
        return new Picture(terms, youngest, youngest.size() == all.size());
    }
}
