package dev.douane.service.budgets;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One movement of money: what it changes in which accounts. Becomes one row of the ledger, which is append-only. */
public final class Movement {
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

    final Kind kind;
    final @Nullable UUID decision;
    final long[] accounts;
    final long[] held;
    final long[] spent;
    final long @Nullable [] limits;

    private Movement(
            Kind kind, @Nullable UUID decision, long[] accounts, long[] held, long[] spent, long @Nullable [] limits) {
        if (held.length != accounts.length || spent.length != accounts.length) {
            throw new IllegalArgumentException(
                    "a movement needs as many differences as accounts (%d)".formatted(accounts.length));
        }
        this.kind = kind;
        this.decision = decision;
        this.accounts = accounts;
        this.held = held;
        this.spent = spent;
        this.limits = limits;
    }

    /**
     * What a decision, or the end of its hold, changes. The arrays run in parallel and are not copied.
     *
     * @param held differences in nano-units
     * @param spent differences in nano-units
     * @throws IllegalArgumentException if the arrays differ in length
     */
    public static Movement of(Kind kind, UUID decision, long[] accounts, long[] held, long[] spent) {
        return new Movement(kind, decision, accounts, held, spent, null);
    }

    /**
     * What a budget's terms change: the limits of accounts.
     *
     * @param limits differences in nano-units; the whole limit where the account is opened
     */
    static Movement ofLimits(Kind kind, long[] accounts, long[] limits) {
        var nothing = new long[accounts.length];
        return new Movement(kind, null, accounts, nothing, nothing, limits);
    }
}
