package dev.douane.service.budgets;

import dev.douane.service.platform.BinaryCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The rows of the ledger. COPY, since they are written with every decision. */
final class LedgerEntries {
    private static final String COPY =
            "copy ledger_entry (at, kind, decision_id, accounts, held, spent, limits) from stdin (format binary)";
    private static final int COLUMNS = 7;
    private static final int BYTES_A_ROW = 260;

    private LedgerEntries() {}

    /** Appends movements, in the transaction that makes them true. */
    static void append(Connection connection, Instant now, List<Movement> movements) throws SQLException {
        if (movements.isEmpty()) {
            return;
        }
        var copy = new BinaryCopy(movements.size() * BYTES_A_ROW);
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
        }
        copy.to(connection, COPY);
    }
}
