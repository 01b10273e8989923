package dev.douane.rules.ledger;

import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.MatchedAccount;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@link LedgerCore} says of a batch. */
public sealed interface Decided {
    /** It can be written. */
    record Done(Batch batch) implements Decided {}

    /**
     * Something is missing, so nothing of it can be written: it is to be got, and everything read and decided anew. Some of it is missing always.
     *
     * @param toRead accounts that may be there and are not remembered
     * @param toOpen accounts that calls need and nobody has opened, in the order of the calls
     * @param revision whether the terms' revision in the database has to be looked up: calls do not fit in accounts that nobody has opened, which is true as
     *     long as those would be opened with the terms that this node knows
     * @param commitOf the slot under way whose end has to be waited for; null where none has
     */
    record Needs(
            SortedMap<AccountKey, MatchedAccount> toRead,
            List<Opening> toOpen,
            boolean revision,
            @Nullable Long commitOf)
            implements Decided {
        public Needs {
            toRead = Collections.unmodifiableSortedMap(new TreeMap<>(toRead));
            toOpen = List.copyOf(toOpen);
        }

        /** Whether nothing is missing. */
        boolean isNothing() {
            return toRead.isEmpty() && toOpen.isEmpty() && !revision && commitOf == null;
        }
    }

    /** Accounts that a call needs and nobody has opened. */
    record Opening(Ask.Decide ask, List<MatchedAccount> accounts) {
        public Opening {
            accounts = List.copyOf(accounts);
        }
    }
}
