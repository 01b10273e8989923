package dev.douane.service.budgets;

import dev.douane.rules.terms.AccountKey;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Accounts by key, immutable. Putting a few of very many is cheap: the buckets they fall in are copied, and one array of pointers, since
 * this happens after each commit and a copy of all accounts would not keep up.
 */
final class AccountMap {
    private static final int FILL = 4;
    private static final AccountSnapshot[] EMPTY_BUCKET = {};

    static final AccountMap EMPTY = new AccountMap(new AccountSnapshot[][] {EMPTY_BUCKET}, 0);

    private final AccountSnapshot[][] buckets;
    private final int size;

    private AccountMap(AccountSnapshot[][] buckets, int size) {
        this.buckets = buckets;
        this.size = size;
    }

    int size() {
        return size;
    }

    @Nullable
    AccountSnapshot get(AccountKey key) {
        for (var seen : buckets[bucket(key, buckets.length)]) {
            if (seen.key().equals(key)) {
                return seen;
            }
        }
        return null;
    }

    /** These accounts in place of older pictures of the same; older pictures than what is here change nothing. */
    AccountMap with(Collection<AccountSnapshot> newer) {
        if (newer.isEmpty()) {
            return this;
        }
        var copy = sized(size + newer.size());
        var count = size;
        for (var seen : newer) {
            count += put(copy, seen);
        }
        return new AccountMap(copy, count);
    }

    private AccountSnapshot[][] sized(int wanted) {
        if (wanted <= buckets.length * FILL) {
            return buckets.clone();
        }
        var larger = new AccountSnapshot[Integer.highestOneBit(wanted) * 2][];
        Arrays.fill(larger, EMPTY_BUCKET);
        for (var bucket : buckets) {
            for (var seen : bucket) {
                put(larger, seen);
            }
        }
        return larger;
    }

    /** Never writes into a bucket that is there: it may belong to an older map. */
    private static int put(AccountSnapshot[][] buckets, AccountSnapshot seen) {
        var place = bucket(seen.key(), buckets.length);
        var bucket = buckets[place];
        for (int i = 0; i < bucket.length; i++) {
            if (bucket[i].key().equals(seen.key())) {
                if (seen.version() >= bucket[i].version()) {
                    var copy = bucket.clone();
                    copy[i] = seen;
                    buckets[place] = copy;
                }
                return 0;
            }
        }
        var longer = Arrays.copyOf(bucket, bucket.length + 1);
        longer[bucket.length] = seen;
        buckets[place] = longer;
        return 1;
    }

    private static int bucket(AccountKey key, int buckets) {
        var hash = key.hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        return hash & (buckets - 1);
    }
}
