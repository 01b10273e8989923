package dev.douane.service.ledger.store;

import dev.douane.rules.ledger.Entry;
import dev.douane.service.platform.BinaryCopy;
import dev.douane.service.platform.UnitOfWork.Change;
import dev.douane.service.platform.UnitOfWork.Parameters;
import dev.douane.service.platform.UnitOfWork.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The entries of the ledger, and the numbers that give a transaction's entries their place among those of others. COPY, since they are written with every
 * decision.
 */
final class EntryRows {
    private static final String COPY = """
            copy ledger_entry (at, kind, decision_id, accounts, held, spent, limits, batch, place, moved_by) from stdin (format binary)""";
    private static final int COLUMNS = 10;
    private static final int BYTES_A_ROW = 280;

    private static final String TAKE_NUMBER = "insert into ledger_batch (at, batch) values (?, ?)";
    private static final String IS_NUMBERED = "select exists (select from ledger_batch where at = ? and batch = ?)";

    private EntryRows() {}

    /**
     * The number is taken as soon as all of a query's rows are there, which are locked then: it says in which order transactions changed an account. Two
     * parameters, for {@link #bind}.
     */
    static String takeNumberAfter(String query) {
        return "insert into ledger_batch (at, batch) select ?, ? from (select count(*) from %s) as all_of_them"
                .formatted(query);
    }

    /** Takes it at once: for entries that change no figure, those of calls that cost nothing. */
    static Change takeNumber(Marker marker) {
        return new Change(TAKE_NUMBER, to -> bind(to, marker));
    }

    static void bind(Parameters to, Marker marker) throws SQLException {
        to.time(marker.at()).number(marker.batch());
    }

    /** Whether such a transaction has taken its number, and so was committed. */
    static Query<Boolean> isNumbered(Marker marker) {
        return new Query<>(IS_NUMBERED, to -> bind(to, marker), rows -> rows.next() && rows.getBoolean(1));
    }

    /** Appends entries, in their order. A transaction that has some takes its number before it ends, if any of them is of accounts. */
    static void append(Connection connection, Marker marker, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        var copy = new BinaryCopy(entries.size() * BYTES_A_ROW);
        int place = 0;
        for (var entry : entries) {
            copy.row(COLUMNS)
                    .timestamp(marker.at())
                    .text(entry.kind().word())
                    .uuid(entry.decision())
                    .bigintArray(entry.postings(), Entry.Posting::account)
                    .bigintArray(entry.postings(), Entry.Posting::held)
                    .bigintArray(entry.postings(), Entry.Posting::spent)
                    .none() // limits: only openings and amendments move those
                    .bigint(marker.batch())
                    .integer(place++)
                    .text(entry.by());
        }
        copy.to(connection, COPY);
    }
}
