package dev.douane.service.budgets;

import dev.douane.rules.terms.AccountKey;
import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The accounts a node remembers, so many and not more, since whoever asks can open as many as there are users to name. Immutable.
 *
 * <p>They are kept in two generations. What is seen goes into the fresh one; once that has half of what may be remembered it becomes the older
 * one, and what was the older one is forgotten. So an account that is used stays, and nobody keeps a list of who was used when.
 */
final class RememberedAccounts {
    private final int max;
    private final AccountMap fresh;
    private final AccountMap older;
    private final boolean isWhole;

    private RememberedAccounts(int max, AccountMap fresh, AccountMap older, boolean isWhole) {
        this.max = max;
        this.fresh = fresh;
        this.older = older;
        this.isWhole = isWhole;
    }

    /**
     * None, and none is missing.
     *
     * @param max how many are remembered; between half of it and half as many again
     */
    static RememberedAccounts none(int max) {
        return new RememberedAccounts(max, AccountMap.EMPTY, AccountMap.EMPTY, true);
    }

    @Nullable
    AccountSnapshot get(AccountKey key) {
        var seen = fresh.get(key);
        return seen == null ? older.get(key) : seen;
    }

    /** Whether what is not here was not opened either, as far as this node was told. */
    boolean isWhole() {
        return isWhole;
    }

    int size() {
        return fresh.size() + older.size();
    }

    int max() {
        return max;
    }

    /** These in place of older pictures of the same; older pictures than what is here change nothing. */
    RememberedAccounts with(Collection<AccountSnapshot> newer) {
        if (newer.isEmpty()) {
            return this;
        }
        if (fresh.size() > 0 && fresh.size() + newer.size() > max / 2) {
            return new RememberedAccounts(max, AccountMap.EMPTY, fresh, isWhole && older.size() == 0).put(newer);
        }
        return put(newer);
    }

    private RememberedAccounts put(Collection<AccountSnapshot> newer) {
        if (older.size() == 0) {
            return new RememberedAccounts(max, fresh.with(newer), older, isWhole);
        }
        var later = new ArrayList<AccountSnapshot>(newer.size());
        for (var seen : newer) {
            var known = older.get(seen.key());
            later.add(known != null && known.version() > seen.version() ? known : seen);
        }
        return new RememberedAccounts(max, fresh.with(later), older, isWhole);
    }

    /** These and no others: all that there are, or the latest of them. */
    RememberedAccounts replacedBy(Collection<AccountSnapshot> all, boolean areAll) {
        return new RememberedAccounts(max, AccountMap.EMPTY.with(all), AccountMap.EMPTY, areAll);
    }
}
