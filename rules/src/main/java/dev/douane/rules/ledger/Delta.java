package dev.douane.rules.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a batch changes in one account, in nano-units. Money that is moved there and back is a change too.
 *
 * @param base the account as it was decided on, with what batches under way add; null where this node did not know it
 * @param relied whether the row must still have the version of {@code base} when it is written: a hard account's figures were looked at
 * @param toldSoft whether figures of a soft account were looked at: a conflict if the row has become hard meanwhile
 */
public record Delta(long held, long spent, @Nullable Account base, boolean relied, boolean toldSoft) {
    /** The version of an account that this node did not know. */
    public static final long NONE = -1;

    /** The version of the row that it was decided on, or {@link #NONE}. */
    public long basedOn() {
        return base == null ? NONE : base.version();
    }

    /** The row that it leaves where that was {@code base}; null where this node did not know it. */
    public @Nullable Account after() {
        return base == null ? null : base.after(this);
    }
}
