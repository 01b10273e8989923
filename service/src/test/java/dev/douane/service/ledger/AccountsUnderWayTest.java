package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.service.BesideOthers;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.Movement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is under way is counted once, whether the picture of the node has it already or not: who decides takes what is under way first and the picture then, and
 * a commit can come in between.
 */
@BesideOthers
class AccountsUnderWayTest {
    private static final String OPENED = "search: held 0.001000 spent 0.000000";

    /** What the transaction under way asked of the account before it moved money there. */
    enum Before {
        /** A settlement does not ask. */
        NOTHING,
        /** A decision does. */
        FIGURES
    }

    private final TestServer.Database database = TestServer.database();
    private final TestLedger node = new TestLedger(database);
    private MatchedAccount account;
    private long id;

    @BeforeEach
    void aSoftAccount() {
        node.budget("search", "{\"product\":\"search\"}", "1", "soft", "charge");
        answer(node.admit(caller("search", null), 1000)); // at 1 000 nano-units each: 0.001 held
        account = node.budgets
                .seen()
                .terms()
                .matching(caller("search", null), node.time.now())
                .getFirst();
        id = Accounts.of(node.budgets.seen(), List.of()).idOf(account);
        assertThat(told(List.of())).isEqualTo(OPENED);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_decided_and_not_written_counts(Before before) {
        var first = spending("0.1", before, List.of());

        assertThat(told(List.of(first))).isEqualTo("search: held 0.001000 spent 0.100000");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_and_not_in_the_picture_counts(Before before) throws SQLException, Accounts.Outrun {
        var first = spending("0.1", before, List.of());
        commit(first, false);

        assertThat(told(List.of(first))).isEqualTo("search: held 0.001000 spent 0.100000");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_in_the_picture_already_counts_once(Before before) throws SQLException, Accounts.Outrun {
        var first = spending("0.1", before, List.of());
        commit(first, true);

        assertThat(told(List.of(first))).isEqualTo("search: held 0.001000 spent 0.100000");
    }

    @ParameterizedTest
    @EnumSource
    void of_two_under_way_the_picture_may_have_the_first_alone(Before before) throws SQLException, Accounts.Outrun {
        var first = spending("0.1", before, List.of());
        var second = spending("0.02", before, List.of(first));
        commit(first, true);

        assertThat(told(List.of(second, first))).isEqualTo("search: held 0.001000 spent 0.120000");
        commit(second, true);
        assertThat(told(List.of(second, first))).isEqualTo("search: held 0.001000 spent 0.120000");
    }

    @ParameterizedTest
    @EnumSource
    void what_another_node_spent_meanwhile_hides_nothing_that_is_under_way(Before before)
            throws SQLException, Accounts.Outrun {
        var first = spending("0.1", before, List.of());
        for (int times = 0; times < 3; times++) {
            anotherNodeSpends();
        }
        node.refresh();

        assertThat(told(List.of(first))).isEqualTo("search: held 0.001000 spent 0.103000");
        commit(first, false);
        assertThat(told(List.of(first))).isEqualTo("search: held 0.001000 spent 0.103000");
        anotherNodeSpends();
        node.refresh();
        assertThat(told(List.of(first))).isEqualTo("search: held 0.001000 spent 0.104000");
    }

    private Accounts spending(String amount, Before before, List<Accounts> underWay) {
        var accounts = Accounts.of(node.budgets.seen(), underWay);
        if (before == Before.FIGURES) {
            accounts.exact(account, node.time.now());
        }
        var spent = Movement.Posting.of(id, 0, Money.parse(amount).nanos());
        accounts.move(Movement.of(Movement.Kind.SETTLE, Movement.HOUSE, node.ids.next(), List.of(spent)));
        return accounts;
    }

    private void commit(Accounts accounts, boolean isSeen) throws SQLException, Accounts.Outrun {
        try (var connection = database.connect()) {
            connection.setAutoCommit(false);
            accounts.writeEntries(connection, node.time.now());
            var written = accounts.write(connection, null);
            connection.commit();
            if (isSeen) {
                node.budgets.saw(written);
            }
        }
    }

    private void anotherNodeSpends() {
        database.execute(
                "update budget_account set spent_nanos = spent_nanos + 1000000, version = version + 1, changed_at = clock_timestamp()");
    }

    /** What a decision says of the account, and what one says that changes nothing. */
    private String told(List<Accounts> underWay) {
        var now = node.time.now();
        var exact = text(Accounts.of(node.budgets.seen(), underWay).exact(account, now));
        assertThat(text(Accounts.of(node.budgets.seen(), underWay).known(account, now)))
                .isEqualTo(exact);
        return exact;
    }

    private static String text(Budget budget) {
        return "%s: held %s spent %s".formatted(budget.name(), budget.held(), budget.spent());
    }
}
