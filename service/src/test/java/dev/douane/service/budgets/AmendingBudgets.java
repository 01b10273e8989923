package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.Overrun;
import dev.douane.service.ledger.TestServer;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Amends budgets at once and behind the backs of all nodes, for tests of those who live with it. */
public final class AmendingBudgets {
    private final TestServer.Database database;
    private final Amendments amendments;
    private int count;

    public AmendingBudgets(TestServer.Database database, InstantSource time) {
        this.database = database;
        amendments = new Amendments(database.source(), time);
    }

    public void hard(String budget, boolean hard) {
        amend(budget, null, hard, null);
    }

    public void overrun(String budget, Overrun overrun) {
        amend(budget, null, null, overrun);
    }

    public void amount(String budget, Money amount) {
        amend(budget, amount, null, null);
    }

    private void amend(String budget, @Nullable Money amount, @Nullable Boolean hard, @Nullable Overrun overrun) {
        var changes = new Changes(null, amount, null, hard, overrun, null, null, null, null);
        try {
            amendments.amend(id(budget), new Amendments.Wish(changes, true, "test " + ++count, null), "finn");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private UUID id(String budget) throws SQLException {
        try (var connection = database.connect();
                var select = connection.prepareStatement("select id from budget where name = ?")) {
            select.setString(1, budget);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getObject("id", UUID.class);
            }
        }
    }
}
