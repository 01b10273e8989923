package dev.douane.rules.ledger;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.Overrun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The accounts one batch works on: figures as the view has them, with all that the batch has moved so far. Lives as long as one call of the core.
 *
 * <p>Looking at a hard account is relying on it: its row must still have that version when it is written. A soft account's figures only tell, so its
 * differences are added to whatever stands there, unless it has become hard meanwhile.
 */
final class WorkingAccounts {
    /**
     * One account.
     *
     * @param base null where this node does not know its row
     * @param isTold whether anybody asked for its figures, hard or soft
     * @param isMoved whether any money was moved, be it there and back
     */
    private record Working(
            @Nullable Account base, Figures.Basis basis, long held, long spent, boolean isTold, boolean isMoved) {
        static Working of(View.@Nullable Row row) {
            return new Working(null, Figures.Basis.CONFIRMED, 0, 0, false, false).on(row);
        }

        /** The same once its row is known. */
        Working on(View.@Nullable Row row) {
            return row instanceof View.Row.Known(var account, var standingOn)
                    ? new Working(account, standingOn, held, spent, isTold, isMoved)
                    : this;
        }

        Working told() {
            return isTold ? this : new Working(base, basis, held, spent, true, isMoved);
        }

        Working moved(Entry.Posting posting) {
            var moved = new Working(
                    base,
                    basis,
                    Math.addExact(held, posting.held()),
                    Math.addExact(spent, posting.spent()),
                    isTold,
                    isMoved || posting.isChange());
            if (base != null) {
                var figures = moved.figures(base, basis);
                var unused = figures.held().plus(figures.spent()); // it has to fit, as each of both
            }
            return moved;
        }

        boolean isRelied() {
            return isTold && base != null && base.hard();
        }

        Delta delta() {
            return new Delta(held, spent, base, isRelied(), isTold && !isRelied());
        }

        Figures figures(Account row, Figures.Basis standingOn) {
            return new Figures(
                    row.id(),
                    row.hard(),
                    row.mayCross(),
                    row.limit(),
                    new Money(Math.addExact(row.held().nanos(), held)),
                    new Money(Math.addExact(row.spent().nanos(), spent)),
                    row.version(),
                    standingOn);
        }
    }

    private final View view;
    private final Map<Long, Working> working = new HashMap<>();
    private final SortedMap<AccountKey, MatchedAccount> unopened = new TreeMap<>();
    private final SortedMap<AccountKey, MatchedAccount> unread = new TreeMap<>();
    private final SortedSet<Long> awaited = new TreeSet<>();

    WorkingAccounts(View view) {
        this.view = view;
    }

    /** The account's figures with all that was moved here; what is decided rests on them. */
    Figures exact(MatchedAccount matched) {
        var known = view.account(matched);
        if (known == null) {
            if (!noteIfUnread(matched)) {
                unopened.putIfAbsent(matched.key(), matched);
            }
            return unopened(matched, Figures.Basis.UNOPENED);
        }
        var account = found(known);
        if (account.base() == null) {
            return unopened(matched, Figures.Basis.UNOPENED); // not true before the slot it waits for is committed
        }
        working.put(known.id(), account.told());
        return account.figures(account.base(), account.basis());
    }

    /** The same for who only wants to know: neither is the account opened for that, nor does anything rest on it. */
    Figures known(MatchedAccount matched) {
        var known = view.account(matched);
        if (known == null) {
            noteIfUnread(matched);
            return unopened(matched, Figures.Basis.TOLD_ONLY);
        }
        var account = found(known);
        return account.base() == null
                ? unopened(matched, Figures.Basis.TOLD_ONLY)
                : account.figures(account.base(), Figures.Basis.TOLD_ONLY);
    }

    private Working found(Account known) {
        var account = working.get(known.id());
        if (account != null && account.base() != null) {
            return account;
        }
        var row = view.onceCommitted(known);
        if (row instanceof View.Row.Behind(var slot)) {
            awaited.add(slot);
        }
        return account == null ? Working.of(row) : account.on(row);
    }

    private boolean noteIfUnread(MatchedAccount matched) {
        if (!view.isUnread(matched)) {
            return false;
        }
        unread.putIfAbsent(matched.key(), matched);
        return true;
    }

    private static Figures unopened(MatchedAccount matched, Figures.Basis basis) {
        var budget = matched.budget();
        return new Figures(
                0,
                budget.hard(),
                budget.overrun() == Overrun.LAST_CALL_MAY_CROSS,
                budget.amount(),
                Money.ZERO,
                Money.ZERO,
                Delta.NONE,
                basis);
    }

    /**
     * Moves money: all of it, or none where this throws.
     *
     * @throws ArithmeticException if a figure no longer fits
     * @throws IllegalArgumentException if a figure would be negative
     */
    void move(List<Entry> entries) {
        var moved = new HashMap<Long, Working>();
        for (var entry : entries) {
            for (var posting : entry.postings()) {
                var id = posting.account();
                var before = moved.getOrDefault(id, working.get(id));
                moved.put(id, (before == null ? Working.of(view.row(id)) : before).moved(posting));
            }
        }
        working.putAll(moved);
    }

    /** The accounts that were asked for since this was last called and that nobody has opened: until that is done, no money can be moved there. */
    List<MatchedAccount> takeUnopened() {
        if (unopened.isEmpty()) {
            return List.of();
        }
        var taken = List.copyOf(unopened.values());
        unopened.clear();
        return taken;
    }

    /** Accounts that this node does not remember: until they are read, what was told of them is not true. */
    SortedMap<AccountKey, MatchedAccount> unread() {
        return unread;
    }

    /** Slots under way that change accounts in a way nobody can say yet: until they are committed, what was told of those is not true. */
    SortedSet<Long> awaited() {
        return awaited;
    }

    /** What was moved, by account. */
    SortedMap<Long, Delta> deltas() {
        var deltas = new TreeMap<Long, Delta>();
        working.forEach((id, account) -> {
            if (account.isMoved()) {
                deltas.put(id, account.delta());
            }
        });
        return deltas;
    }

    /** The versions of rows that were relied on, and in which nothing was moved. */
    SortedMap<Long, Long> unchanged() {
        var versions = new TreeMap<Long, Long>();
        working.forEach((id, account) -> {
            if (!account.isMoved() && account.base() != null && account.isRelied()) {
                versions.put(id, account.base().version());
            }
        });
        return versions;
    }
}
