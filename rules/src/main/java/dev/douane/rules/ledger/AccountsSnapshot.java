package dev.douane.rules.ledger;

import dev.douane.rules.terms.AccountKey;
import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The accounts a node remembers as they were last seen committed, so many and not more, since whoever asks can open as many as there are users to name.
 * Immutable.
 *
 * <p>They are kept in two generations. What is seen goes into the fresh one; once that has half of what may be remembered it becomes the older
 * one, and what was the older one is forgotten. So an account that is used stays, and nobody keeps a list of who was used when.
 */
public final class AccountsSnapshot {
    /** The same accounts by both ways of finding them. */
    private record Generation(AccountMap<AccountKey> byKey, AccountMap<Long> byId) {
        static final Generation EMPTY = new Generation(AccountMap.empty(Account::key), AccountMap.empty(Account::id));

        Generation with(Collection<Account> newer) {
            return newer.isEmpty() ? this : new Generation(byKey.with(newer), byId.with(newer));
        }

        int size() {
            return byKey.size();
        }
    }

    private final int max;
    private final Generation fresh;
    private final Generation older;
    private final boolean isWhole;

    private AccountsSnapshot(int max, Generation fresh, Generation older, boolean isWhole) {
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
    public static AccountsSnapshot none(int max) {
        return new AccountsSnapshot(max, Generation.EMPTY, Generation.EMPTY, true);
    }

    /** The account as it was last seen; null where it is not remembered. */
    public @Nullable Account get(AccountKey key) {
        var seen = fresh.byKey().get(key);
        return seen == null ? older.byKey().get(key) : seen;
    }

    /** The same by the row's id. */
    public @Nullable Account get(long id) {
        var seen = fresh.byId().get(id);
        return seen == null ? older.byId().get(id) : seen;
    }

    /** Whether what is not here was not opened either, as far as this node was told. */
    public boolean isWhole() {
        return isWhole;
    }

    /** How many it remembers; one that is in both generations counts twice. */
    public int size() {
        return fresh.size() + older.size();
    }

    /** These in place of older pictures of the same; older pictures than what is here change nothing. */
    public AccountsSnapshot with(Collection<Account> newer) {
        if (newer.isEmpty()) {
            return this;
        }
        if (fresh.size() > 0 && fresh.size() + newer.size() > max / 2) {
            return new AccountsSnapshot(max, Generation.EMPTY, fresh, isWhole && older.size() == 0).put(newer);
        }
        return put(newer);
    }

    private AccountsSnapshot put(Collection<Account> newer) {
        return new AccountsSnapshot(max, fresh.with(notOlder(newer)), older, isWhole);
    }

    /**
     * These and no others; where one was seen in a newer state than it was read in, that state: what was committed while it was read is not undone.
     *
     * @param areAll whether there are no more
     */
    public AccountsSnapshot replacedBy(Collection<Account> all, boolean areAll) {
        return new AccountsSnapshot(max, Generation.EMPTY.with(notOlder(all)), Generation.EMPTY, areAll);
    }

    private Collection<Account> notOlder(Collection<Account> read) {
        var later = new ArrayList<Account>(read.size());
        for (var account : read) {
            var known = get(account.key());
            later.add(known != null && known.version() > account.version() ? known : account);
        }
        return later;
    }
}
