package dev.douane.rules.ledger;

import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.MatchedAccount;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that were read or opened for one batch or one decision, because this node did not remember them. Immutable.
 *
 * @param found those that are there
 * @param absent those that were looked for and that nobody has opened
 */
public record JustRead(Map<AccountKey, Account> found, Set<AccountKey> absent) {
    /** Nothing had to be read. */
    public static final JustRead NOTHING = new JustRead(Map.of(), Set.of());

    public JustRead {
        found = Map.copyOf(found);
        absent = Set.copyOf(absent);
    }

    /**
     * More of it.
     *
     * @param asked the accounts that were looked for; none where they were opened
     * @param rows those that are there
     */
    public JustRead and(Collection<MatchedAccount> asked, Collection<Account> rows) {
        var missing = new HashSet<>(absent);
        asked.forEach(matched -> missing.add(matched.key()));
        var there = new HashMap<>(found);
        for (var row : rows) {
            missing.remove(row.key());
            there.merge(row.key(), row, (known, read) -> read.version() >= known.version() ? read : known);
        }
        return new JustRead(there, missing);
    }

    @Nullable
    Account get(AccountKey key) {
        return found.get(key);
    }

    /** By the row's id: there are few. */
    @Nullable
    Account get(long id) {
        for (var account : found.values()) {
            if (account.id() == id) {
                return account;
            }
        }
        return null;
    }
}
