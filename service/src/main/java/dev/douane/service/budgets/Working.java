package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import org.jspecify.annotations.Nullable;

/** One account: what it was, where that is known, and what is added. */
final class Working {
    private static final long ANY_VERSION = -1;

    @Nullable
    AccountSnapshot was;

    long held;
    long spent;
    boolean reliedOn;
    /** Whether anybody asked for its figures, hard or soft. */
    boolean consulted;
    /** Whether any money was moved, be it there and back. */
    boolean isChanged;
    /** Its row as {@link Accounts} left it, there before anybody can read it in the database. */
    volatile @Nullable AccountSnapshot written;

    boolean isChanged() {
        return isChanged;
    }

    long expectedVersion() {
        return reliedOn && was != null ? was.version() : ANY_VERSION;
    }

    /** What the row will be after this transaction, if it was {@code before}. */
    AccountSnapshot after(AccountSnapshot before) {
        return isChanged()
                ? new AccountSnapshot(
                        before.id(),
                        before.key(),
                        before.periodEnd(),
                        before.hard(),
                        before.mayCross(),
                        before.limit(),
                        new Money(Math.addExact(before.held().nanos(), held)),
                        new Money(Math.addExact(before.spent().nanos(), spent)),
                        before.version() + 1)
                : before;
    }

    /**
     * The account with what is changed here, counted once, whether {@code picture} has it already or not.
     *
     * @param picture taken before: what is not written by now is in no picture that was taken before now
     */
    AccountSnapshot left(AccountSnapshot picture) {
        var row = written;
        if (row == null) {
            return after(was == null ? picture : newer(was, picture));
        }
        return newer(row, picture);
    }

    private static AccountSnapshot newer(AccountSnapshot one, AccountSnapshot other) {
        return one.version() > other.version() ? one : other;
    }
}
