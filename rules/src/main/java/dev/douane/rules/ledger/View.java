package dev.douane.rules.ledger;

import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.TermsBook;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Terms and accounts of one moment of this node, as a batch is decided on them: what is confirmed, what batches under way add, what was locked or just read.
 * Accounts are asked for by key or id, never by place. Immutable.
 *
 * @param accounts confirmed; taken after {@code underWay}, so that what is not in the one is in the other
 * @param underWay batches of this node that are not known to be committed, in the order of their slots; none where rows are locked first
 * @param locked rows that the transaction has locked, by id
 * @param revisionRead the terms' revision in the database when somebody looked for this batch; null where nobody did
 */
public record View(
        TermsBook terms,
        AccountsSnapshot accounts,
        List<Pending> underWay,
        Map<Long, Account> locked,
        JustRead read,
        @Nullable Long revisionRead) {
    /** What is known of a row that is there. */
    sealed interface Row {
        /** As it will be once the batches under way are committed. */
        record Known(Account account, Figures.Basis basis) implements Row {}

        /** Nobody can say before this slot is committed. */
        record Behind(long slot) implements Row {}
    }

    public View {
        underWay = List.copyOf(underWay);
        locked = Map.copyOf(locked);
    }

    /** What is confirmed, and nothing else. */
    public static View of(TermsBook terms, AccountsSnapshot accounts) {
        return new View(terms, accounts, List.of(), Map.of(), JustRead.NOTHING, null);
    }

    /** The same with batches under way. */
    public View after(List<Pending> pending) {
        return new View(terms, accounts, pending, locked, read, revisionRead);
    }

    /** The same with rows that were locked. */
    public View locking(Map<Long, Account> rows) {
        return new View(terms, accounts, underWay, rows, read, revisionRead);
    }

    /** The same with what was read because it lacked it. */
    public View with(JustRead justRead, @Nullable Long revision) {
        return new View(terms, accounts, underWay, locked, justRead, revision);
    }

    /** The account's last picture before what is under way; null where this node has none. */
    @Nullable
    Account account(MatchedAccount matched) {
        var known = newer(accounts.get(matched.key()), read.get(matched.key()));
        var row = known == null ? null : locked.get(known.id());
        return row == null ? known : row;
    }

    private static @Nullable Account newer(@Nullable Account one, @Nullable Account other) {
        return other == null || (one != null && one.version() > other.version()) ? one : other;
    }

    /** Whether the account may be there and is not remembered; else one without a picture was not opened. */
    boolean isUnread(MatchedAccount matched) {
        return !accounts.isWhole() && account(matched) == null && !read.absent().contains(matched.key());
    }

    /** What a row will be, by its id; null where this node does not know it. */
    @Nullable
    Row row(long id) {
        var lockedRow = locked.get(id);
        var known = lockedRow == null ? newer(accounts.get(id), read.get(id)) : lockedRow;
        return known == null ? null : onceCommitted(known);
    }

    /**
     * What a row will be. Each batch under way adds what it changes, as long as the row is what that was decided on. A row that is newer has it already, or
     * another node was faster, which shows when it is written.
     *
     * @param known as {@link #account} has it
     */
    Row onceCommitted(Account known) {
        var account = known;
        Row.Behind behind = null;
        for (var pending : underWay) {
            var delta = pending.deltas().get(known.id());
            if (delta != null) {
                if (delta.base() == null || delta.basedOn() > account.version()) {
                    behind = new Row.Behind(pending.slot());
                } else if (delta.basedOn() == account.version()) {
                    account = account.after(delta);
                }
            }
        }
        return behind == null ? new Row.Known(account, basis(known, account)) : behind;
    }

    private Figures.Basis basis(Account known, Account after) {
        if (known.version() != after.version()) {
            return Figures.Basis.PENDING;
        }
        return locked.containsKey(known.id()) ? Figures.Basis.LOCKED : Figures.Basis.CONFIRMED;
    }
}
