package dev.douane.service.budgets;

import dev.douane.service.platform.BinaryCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the ledger. COPY, since they are written with every decision. */
final class LedgerEntries {
    private static final String COPY =
            "copy ledger_entry (at, kind, decision_id, accounts, held, spent, limits, batch, place, moved_by) from stdin (format binary)";
    private static final int COLUMNS = 10;
    private static final int BYTES_A_ROW = 280;

    private LedgerEntries() {}

    /** Appends the opening of accounts: nothing can come before it, so it needs no number. */
    static void appendOpenings(Connection connection, Instant now, List<Movement> openings) throws SQLException {
        append(connection, now, null, openings);
    }

    /**
     * Appends movements, in their order, in the transaction that makes them true.
     *
     * @param batch that transaction, which takes its number before it ends
     */
    static void append(Connection connection, LedgerBatch batch, List<Movement> movements) throws SQLException {
        append(connection, batch.at(), batch, movements);
    }

    private static void append(
            Connection connection, Instant now, @Nullable LedgerBatch batch, List<Movement> movements)
            throws SQLException {
        if (movements.isEmpty()) {
            return;
        }
        var copy = new BinaryCopy(movements.size() * BYTES_A_ROW);
        int place = 0;
        for (var movement : movements) {
            copy.row(COLUMNS).timestamp(now).text(movement.kind.word());
            if (movement.decision == null) {
                copy.none();
            } else {
                copy.uuid(movement.decision);
            }
            copy.bigintArray(movement.postings, Movement.Posting::account)
                    .bigintArray(movement.postings, Movement.Posting::held)
                    .bigintArray(movement.postings, Movement.Posting::spent);
            if (movement.decision == null) {
                copy.bigintArray(movement.postings, Movement.Posting::limit);
            } else {
                copy.none();
            }
            if (batch == null) {
                copy.none().none();
            } else {
                copy.bigint(batch.id()).integer(place++);
            }
            copy.text(movement.by);
        }
        copy.to(connection, COPY);
    }
}
