package dev.douane.service.budgets;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A transaction that changes accounts. Its number says where its entries stand among those of others: it has to be taken when all rows of
 * the accounts are locked.
 *
 * @param at the entries' time
 * @param id drawn at random, so that it is known before the number
 */
record LedgerBatch(Instant at, long id) {
    /** Takes the number; two parameters, for {@link #set}. */
    static final String TAKE_NUMBER = "insert into ledger_batch (at, batch) values (?, ?)";

    /** The same as soon as all of a query's rows are there, which are locked then. */
    static String takeNumberAfter(String query) {
        return "insert into ledger_batch (at, batch) select ?, ? from (select count(*) from %s) as all_of_them"
                .formatted(query);
    }

    static LedgerBatch of(Instant at) {
        return new LedgerBatch(at, ThreadLocalRandom.current().nextLong());
    }

    /** @param first the number of the first of two parameters */
    void set(PreparedStatement statement, int first) throws SQLException {
        statement.setObject(first, BudgetTable.time(at));
        statement.setLong(first + 1, id);
    }

    void takeNumber(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement(TAKE_NUMBER)) {
            set(insert, 1);
            insert.executeUpdate();
        }
    }
}
