package dev.douane.rules.ledger;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accounts by one thing that tells them apart, immutable. Putting a few of very many is cheap: the buckets they fall in are copied, and one array of
 * pointers, since this happens after each commit and a copy of all accounts would not keep up.
 *
 * @param <K> that thing
 */
final class AccountMap<K> {
    private static final int FILL = 4;
    private static final Account[] EMPTY_BUCKET = {};

    private final Function<Account, K> by;
    private final Account[][] buckets;
    private final int size;

    private AccountMap(Function<Account, K> by, Account[][] buckets, int size) {
        this.by = by;
        this.buckets = buckets;
        this.size = size;
    }

    static <K> AccountMap<K> empty(Function<Account, K> by) {
        return new AccountMap<>(by, new Account[][] {EMPTY_BUCKET}, 0);
    }

    int size() {
        return size;
    }

    @Nullable
    Account get(K key) {
        for (var account : buckets[bucket(key, buckets.length)]) {
            if (by.apply(account).equals(key)) {
                return account;
            }
        }
        return null;
    }

    /** These accounts in place of older pictures of the same; older pictures than what is here change nothing. */
    AccountMap<K> with(Collection<Account> newer) {
        if (newer.isEmpty()) {
            return this;
        }
        var copy = sized(size + newer.size());
        var count = size;
        for (var account : newer) {
            count += put(copy, account);
        }
        return new AccountMap<>(by, copy, count);
    }

    private Account[][] sized(int wanted) {
        if (wanted <= buckets.length * FILL) {
            return buckets.clone();
        }
        var larger = new Account[Integer.highestOneBit(wanted) * 2][];
        Arrays.fill(larger, EMPTY_BUCKET);
        for (var bucket : buckets) {
            for (var account : bucket) {
                put(larger, account);
            }
        }
        return larger;
    }

    /** Never writes into a bucket that is there: it may belong to an older map. Returns how many there are more. */
    private int put(Account[][] into, Account account) {
        var key = by.apply(account);
        var place = bucket(key, into.length);
        var bucket = into[place];
        for (int i = 0; i < bucket.length; i++) {
            if (by.apply(bucket[i]).equals(key)) {
                if (account.version() >= bucket[i].version()) {
                    var copy = bucket.clone();
                    copy[i] = account;
                    into[place] = copy;
                }
                return 0;
            }
        }
        var longer = Arrays.copyOf(bucket, bucket.length + 1);
        longer[bucket.length] = account;
        into[place] = longer;
        return 1;
    }

    private static int bucket(Object key, int buckets) {
        var hash = key.hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        return hash & (buckets - 1);
    }
}
