package dev.douane.service.budgets;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One movement of money: what it changes in which accounts. Becomes one row of the ledger, which is append-only. */
public final class Movement {
    /** Who makes a movement that nobody asks for. No key has such an id: they have 16 letters and digits. */
    public static final String HOUSE = "house";

    /** What moved it. */
    public enum Kind {
        /** An account was opened with its limit. */
        OPEN,
        /** An account's limit was changed. */
        AMEND,
        /** A decision set money aside. */
        HOLD,
        /** A call that still runs told what it has used so far. */
        REPORT,
        SETTLE,
        VOID,
        EXPIRE,
        /** A settlement or a void that came after the expiry. */
        CORRECT;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word of the ledger: {@code hold}, {@code settle} … */
        public String word() {
            return word;
        }
    }

    /**
     * What it does to one account: differences in nano-units.
     *
     * @param limit of a movement of limits; the whole limit where the account is opened
     */
    public record Posting(long account, long held, long spent, long limit) {
        /** Of a movement of money. */
        public static Posting of(long account, long held, long spent) {
            return new Posting(account, held, spent, 0);
        }

        static Posting ofLimit(long account, long limit) {
            return new Posting(account, 0, 0, limit);
        }
    }

    final Kind kind;
    /** The id of a key, or {@link #HOUSE}. */
    final String by;

    /** Null where it moves limits. */
    final @Nullable UUID decision;

    final List<Posting> postings;

    private Movement(Kind kind, String by, @Nullable UUID decision, List<Posting> postings) {
        this.kind = kind;
        this.by = by;
        this.decision = decision;
        this.postings = List.copyOf(postings);
    }

    /**
     * What a decision, or the end of its hold, changes.
     *
     * @param by the id of a key, or {@link #HOUSE}
     */
    public static Movement of(Kind kind, String by, UUID decision, List<Posting> postings) {
        return new Movement(kind, by, decision, postings);
    }

    boolean isOfAccounts() {
        return !postings.isEmpty();
    }

    /**
     * What a budget's terms change: the limits of accounts.
     *
     * @param by the id of a key, or {@link #HOUSE}
     */
    static Movement ofLimits(Kind kind, String by, List<Posting> postings) {
        return new Movement(kind, by, null, postings);
    }
}
