package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.decide.BudgetView;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All budgets and their open accounts, as this node last saw them. Immutable.
 *
 * <p>Budgets are found by the values their selectors fix, so a call costs what it touches, not what there is.
 */
public final class BudgetsSeen implements BudgetView {
    private static final Comparator<Touched> BY_NAME =
            Comparator.comparing(touched -> touched.budget().name());

    /** The budgets of one reading: those that only look at the caller, and those that look at the target too. */
    private record Found(List<Timeline> budgets, List<BudgetSeen> seen, BudgetShapes byCaller, BudgetShapes byTarget) {
        static Found of(List<Timeline> budgets) {
            var seen = budgets.stream().map(BudgetSeen::new).toList();
            return new Found(
                    List.copyOf(budgets),
                    seen,
                    new BudgetShapes(some(seen, false)),
                    new BudgetShapes(some(seen, true)));
        }

        private static List<BudgetSeen> some(List<BudgetSeen> budgets, boolean ofTarget) {
            return budgets.stream()
                    .filter(budget -> budget.scope().looksAtTarget() == ofTarget)
                    .toList();
        }

        Found followedBy(List<Timeline> others) {
            var next = of(others);
            var former = new HashMap<UUID, BudgetSeen>();
            seen.forEach(budget -> former.put(budget.id(), budget));
            for (var budget : next.seen()) {
                var same = former.get(budget.id());
                if (same != null) {
                    budget.follow(same);
                }
            }
            return next;
        }
    }

    private final Found found;
    private final RememberedAccounts accounts;
    private final JustRead read;

    private BudgetsSeen(Found found, RememberedAccounts accounts, JustRead read) {
        this.found = found;
        this.accounts = accounts;
        this.read = read;
    }

    /**
     * These budgets, and no account of theirs.
     *
     * @param remembered how many accounts are remembered, about
     */
    BudgetsSeen(List<Timeline> budgets, int remembered) {
        this(Found.of(budgets), RememberedAccounts.none(remembered), JustRead.NOTHING);
    }

    /** Other budgets, the same accounts. */
    BudgetsSeen withBudgets(List<Timeline> others) {
        return others.equals(found.budgets()) ? this : new BudgetsSeen(found.followedBy(others), accounts, read);
    }

    BudgetsSeen withAccounts(Collection<AccountSeen> newer) {
        return new BudgetsSeen(found, accounts.with(newer), read);
    }

    /**
     * These accounts and no others.
     *
     * @param areAll whether there are no more
     */
    BudgetsSeen withOnly(Collection<AccountSeen> all, boolean areAll) {
        return new BudgetsSeen(found, accounts.replacedBy(all, areAll), read);
    }

    /** The same, for whoever read what it lacks. */
    public BudgetsSeen with(JustRead justRead) {
        return justRead == JustRead.NOTHING ? this : new BudgetsSeen(found, accounts, justRead);
    }

    /** How many accounts it remembers. */
    int remembered() {
        return accounts.size();
    }

    /** The accounts that a call of this caller touches at that time wherever it goes, sorted by the budget's name. */
    public List<Touched> touched(Caller caller, Instant at) {
        var touched = new ArrayList<Touched>();
        found.byCaller().matching(caller, null, budget -> add(touched, budget.touched(caller, null, at)));
        withoutStarters(touched);
        touched.sort(BY_NAME);
        return touched;
    }

    /**
     * The further accounts that it touches where it goes to this target: those of budgets whose selectors look at the target, sorted by the
     * budget's name.
     */
    public List<Touched> touchedBy(Caller caller, Target target, Instant at) {
        if (!hasTargetBudgets()) {
            return List.of();
        }
        var touched = new ArrayList<Touched>();
        found.byTarget().matching(caller, target, budget -> add(touched, budget.touched(caller, target, at)));
        touched.sort(BY_NAME);
        return touched;
    }

    /** All budgets, as they were read. */
    List<Timeline> budgets() {
        return found.budgets();
    }

    /** When each budget last matched a call, as far as this node saw; without those that never did. */
    Map<UUID, Instant> matched() {
        var matched = new HashMap<UUID, Instant>();
        found.seen().forEach(budget -> budget.matchedAt().ifPresent(at -> matched.put(budget.id(), at)));
        return matched;
    }

    /** Whether {@link #touchedBy} can find anything for anybody. */
    public boolean hasTargetBudgets() {
        return !found.byTarget().isEmpty();
    }

    private static void add(List<Touched> to, @Nullable Touched touched) {
        if (touched != null) {
            to.add(touched);
        }
    }

    /** A starter budget is for calls whose workflow nobody has budgeted by name. */
    private static void withoutStarters(List<Touched> touched) {
        var starters = false;
        var known = false;
        for (var account : touched) {
            if (account.budget().starter()) {
                starters = true;
            } else {
                known |= account.budget().scope().fixes(Attribute.WORKFLOW);
            }
        }
        if (starters && known) {
            touched.removeIf(account -> account.budget().starter());
        }
    }

    /** The account's last picture, if this node has one. */
    @Nullable
    AccountSeen account(Touched touched) {
        var remembered = accounts.get(touched.key());
        if (read == JustRead.NOTHING) {
            return remembered;
        }
        var justRead = read.get(touched.key());
        return isLater(remembered, justRead) ? remembered : justRead;
    }

    private static boolean isLater(@Nullable AccountSeen one, @Nullable AccountSeen other) {
        return other == null || (one != null && one.version() > other.version());
    }

    /** Whether the account may be there and is not remembered; else one without a picture was not opened. */
    boolean isUnread(Touched touched) {
        return !accounts.isWhole() && account(touched) == null && !read.isAbsent(touched.key());
    }

    /** What {@link #isComplete} lacks. */
    List<Touched> unread(Caller caller, Instant at) {
        return accounts.isWhole()
                ? List.of()
                : touched(caller, at).stream().filter(this::isUnread).toList();
    }

    @Override
    public boolean isComplete(Caller caller, Instant at) {
        return accounts.isWhole() || unread(caller, at).isEmpty();
    }

    @Override
    public List<Budget> touching(Caller caller, Instant at) {
        var touched = touched(caller, at);
        var facts = new ArrayList<Budget>(touched.size());
        for (var account : touched) {
            facts.add(fact(account, at));
        }
        return facts;
    }

    private Budget fact(Touched touched, Instant at) {
        var budget = touched.budget();
        var seen = account(touched);
        return seen == null
                ? touched.fact(budget.hard(), budget.amount(), Money.ZERO, Money.ZERO, at)
                : touched.fact(seen.hard(), seen.limit(), seen.held(), seen.spent(), at);
    }
}
