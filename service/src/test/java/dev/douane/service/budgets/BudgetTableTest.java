package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.ledger.TestServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How accounts are read for the picture, on a real PostgreSQL. */
@BesideOthers
class BudgetTableTest {
    private final TestServer.Database database = TestServer.database();

    private List<String> plan(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("explain " + sql)) {
            var plan = new ArrayList<String>();
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
            return plan;
        }
    }

    @Test
    void looking_for_changes_does_not_walk_over_the_accounts_of_years() throws SQLException {
        database.execute("""
                insert into budget values ('0199aaaa-0000-7000-8000-000000000000', 'users', 'Ann', 10, 'USD', '{"user": "each"}', 'month', 'UTC',
                    'hard', 'charge', now(), 'test')""");
        database.execute("""
                insert into budget_account (budget_id, scope, period_start, period_end, owner, hard, releases, limit_nanos)
                select '0199aaaa-0000-7000-8000-000000000000', 'user=' || n % 2000, day, day + interval '1 day', 'Ann', true, false, 10
                from generate_series(1, 200000) n, lateral (select timestamptz '2026-11-21Z' - (n / 2000) * interval '1 day' as day) d""");
        database.execute("analyze budget_account");

        assertThat(plan(BudgetTable.CHANGED
                        .replaceFirst("\\?", "'2026-11-21T12:00:00Z'")
                        .replaceFirst("\\?", "now() - interval '2 seconds'")))
                .anySatisfy(line -> assertThat(line).contains("budget_account_period_end"))
                .noneSatisfy(line -> assertThat(line).contains("Seq Scan"));
    }

    @Test
    void an_account_has_a_budget_and_a_budget_is_never_deleted() throws SQLException {
        database.execute("""
                insert into budget values ('0199bbbb-0000-7000-8000-000000000000', 'kept', 'Ann', 10, 'USD', '{"user": "each"}', 'month', 'UTC',
                    'hard', 'charge', now(), 'test')""");
        var account = """
                insert into budget_account (budget_id, scope, period_start, period_end, owner, hard, releases, limit_nanos)
                values ('%s', 'user=ann', now(), now() + interval '1 day', 'Ann', true, false, 10)""";

        database.execute(account.formatted("0199bbbb-0000-7000-8000-000000000000"));
        assertThatThrownBy(() -> database.execute(account.formatted("0199cccc-0000-7000-8000-000000000000")))
                .hasStackTraceContaining("account of budget 0199cccc-0000-7000-8000-000000000000, which is not there");
        assertThatThrownBy(() -> database.execute("delete from budget where name = 'kept'"))
                .hasStackTraceContaining("budget is append-only");
    }
}
