package dev.douane.service.budgets;

import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.MatchedAccount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accounts that were read because this node did not remember them, for the one decision or batch that asked. Immutable. */
public final class JustRead {
    /** Nothing had to be read. */
    public static final JustRead NOTHING = new JustRead(AccountMap.EMPTY, Set.of());

    private final AccountMap found;
    private final Set<AccountKey> absent;

    private JustRead(AccountMap found, Set<AccountKey> absent) {
        this.found = found;
        this.absent = absent;
    }

    /**
     * More of it.
     *
     * @param asked the accounts that were looked for
     * @param rows those that are there
     */
    JustRead and(Collection<MatchedAccount> asked, List<AccountSnapshot> rows) {
        var missing = new HashSet<>(absent);
        asked.forEach(touched -> missing.add(touched.key()));
        rows.forEach(row -> missing.remove(row.key()));
        return new JustRead(found.with(rows), missing);
    }

    /** More of it, as it was opened. */
    public JustRead and(Written opened) {
        return and(List.of(), new ArrayList<>(opened.accounts()));
    }

    @Nullable
    AccountSnapshot get(AccountKey key) {
        return found.get(key);
    }

    /** Whether it was looked for and nobody has opened it. */
    boolean isAbsent(AccountKey key) {
        return absent.contains(key);
    }
}
