package dev.douane.rules.terms;

import dev.douane.rules.call.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All budgets with their terms, as of one revision. Immutable, but that each budget notes when a call last matched it.
 *
 * <p>Budgets are found by the values their selectors fix, so a call costs what it matches, not what there is.
 */
public final class TermsBook {
    /** No budget, before any was read. */
    public static final TermsBook EMPTY = new TermsBook(0, List.of(), List.of());

    private static final Comparator<MatchedAccount> BY_NAME =
            Comparator.comparing(matched -> matched.budget().name());

    private final long revision;
    private final List<Timeline> budgets;
    private final List<BookedBudget> booked;
    private final BudgetShapes byCaller;
    private final BudgetShapes byTarget;

    private TermsBook(long revision, List<Timeline> budgets, List<BookedBudget> booked) {
        this.revision = revision;
        this.budgets = budgets;
        this.booked = booked;
        byCaller = new BudgetShapes(some(booked, false));
        byTarget = new BudgetShapes(some(booked, true));
    }

    /** The same budgets of a later revision. */
    private TermsBook(long revision, TermsBook same) {
        this.revision = revision;
        budgets = same.budgets;
        booked = same.booked;
        byCaller = same.byCaller;
        byTarget = same.byTarget;
    }

    /**
     * These budgets.
     *
     * @param revision how many changes of terms they stand for
     */
    public static TermsBook of(long revision, List<Timeline> budgets) {
        return new TermsBook(
                revision,
                List.copyOf(budgets),
                budgets.stream().map(BookedBudget::new).toList());
    }

    private static List<BookedBudget> some(List<BookedBudget> budgets, boolean ofTarget) {
        return budgets.stream()
                .filter(budget -> budget.scope().looksAtTarget() == ofTarget)
                .toList();
    }

    /** These budgets, which remember when calls matched them in this book. */
    public TermsBook followedBy(long laterRevision, List<Timeline> later) {
        if (later.equals(budgets)) {
            return laterRevision == revision ? this : new TermsBook(laterRevision, this);
        }
        var next = of(laterRevision, later);
        var former = new HashMap<UUID, BookedBudget>();
        booked.forEach(budget -> former.put(budget.id(), budget));
        for (var budget : next.booked) {
            var same = former.get(budget.id());
            if (same != null) {
                budget.follow(same);
            }
        }
        return next;
    }

    /** How many changes of terms it stands for; what was matched in a book of the same revision holds in this one. */
    public long revision() {
        return revision;
    }

    /** All budgets, as they were read. */
    public List<Timeline> budgets() {
        return budgets;
    }

    /** The accounts that a call of this caller matches at that time wherever it goes, sorted by the budget's name. */
    public List<MatchedAccount> matching(Caller caller, Instant at) {
        var matched = new ArrayList<MatchedAccount>();
        byCaller.matching(caller, null, budget -> add(matched, budget.matched(caller, null, at)));
        withoutDefaults(matched);
        matched.sort(BY_NAME);
        return matched;
    }

    /**
     * The further accounts that it matches where it goes to this target: those of budgets whose selectors look at the target, sorted by the
     * budget's name.
     */
    public List<MatchedAccount> matching(Caller caller, Target target, Instant at) {
        if (!hasTargetBudgets()) {
            return List.of();
        }
        var matched = new ArrayList<MatchedAccount>();
        byTarget.matching(caller, target, budget -> add(matched, budget.matched(caller, target, at)));
        matched.sort(BY_NAME);
        return matched;
    }

    /** Whether {@link #matching(Caller, Target, Instant)} can find anything for anybody. */
    public boolean hasTargetBudgets() {
        return !byTarget.isEmpty();
    }

    /** When each budget last matched a call, as far as this node saw; without those that never did. */
    public Map<UUID, Instant> lastMatched() {
        var last = new HashMap<UUID, Instant>();
        booked.forEach(budget -> budget.matchedAt().ifPresent(at -> last.put(budget.id(), at)));
        return last;
    }

    private static void add(List<MatchedAccount> to, @Nullable MatchedAccount matched) {
        if (matched != null) {
            to.add(matched);
        }
    }

    /** A default budget is for calls whose workflow nobody has budgeted by name. */
    private static void withoutDefaults(List<MatchedAccount> matched) {
        var defaults = false;
        var known = false;
        for (var account : matched) {
            if (account.budget().isDefault()) {
                defaults = true;
            } else {
                known |= account.budget().scope().fixes(Attribute.WORKFLOW);
            }
        }
        if (defaults && known) {
            matched.removeIf(account -> account.budget().isDefault());
        }
    }
}
