package dev.douane.service.budgets;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** One transaction over JDBC: what changes terms writes ledger entries by COPY, which no ORM does. */
final class InTransaction {
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private InTransaction() {}

    /** Does all of the work or nothing. */
    static <T> T of(DataSource database, Work<T> work) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            var result = work.with(transaction.connection());
            transaction.commit();
            return result;
        }
    }

    /**
     * Locks a budget's row.
     *
     * @param how {@code for update} also keeps accounts from being opened, {@code for no key update} does not
     * @throws ProblemException BUDGET_NOT_FOUND
     */
    static void lockBudget(Connection connection, UUID budget, String how) throws SQLException {
        try (var lock = connection.prepareStatement("select id from budget where id = ? " + how)) {
            lock.setObject(1, budget);
            try (var rows = lock.executeQuery()) {
                if (!rows.next()) {
                    throw new ProblemException(
                            ProblemType.BUDGET_NOT_FOUND, "There is no budget (%s).".formatted(budget));
                }
            }
        }
    }
}
