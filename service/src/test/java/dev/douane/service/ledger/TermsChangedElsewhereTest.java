package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.terms.Overrun;
import dev.douane.service.BesideOthers;
import dev.douane.service.budgets.AmendingBudgets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Terms are changed at once, and a node that has not heard of it decides the next call. A call of a thousand tokens holds 0.001. */
@BesideOthers
class TermsChangedElsewhereTest {
    private final TestServer.Database database = TestServer.database();
    private TestLedger node;
    private AmendingBudgets amending;

    @BeforeEach
    void start() {
        node = new TestLedger(database);
        amending = new AmendingBudgets(database, node.time);
        for (int i = 0; i < 4; i++) { // both lanes have their connection, so that accounts are not locked first
            answer(node.admit(caller("other", null), 1));
        }
    }

    @AfterEach
    void everythingAddsUp() {
        node.close();
        LedgerCheck.everythingAddsUp(database);
    }

    private String verdict() {
        return text(answer(node.admit(caller("search", null), 1000))).split(" ", 2)[0];
    }

    @Test
    void a_soft_budget_that_became_hard_is_not_crossed() {
        node.budget("search", "{\"product\":\"search\"}", "0.0015", "soft", "charge");
        assertThat(verdict()).isEqualTo("allow");

        amending.hard("search", true);

        assertThat(verdict()).isEqualTo("deny");
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(1_000_000);
    }

    @Test
    void nor_is_one_of_a_provider() {
        node.budget("provider", "{\"provider\":\"provider\"}", "0.0015", "soft", "charge");
        assertThat(verdict()).isEqualTo("allow");

        amending.hard("provider", true);

        assertThat(verdict()).isNotEqualTo("allow");
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(1_000_000);
    }

    @Test
    void a_soft_budget_that_became_hard_takes_what_fits() {
        node.budget("search", "{\"product\":\"search\"}", "0.002", "soft", "charge");
        assertThat(verdict()).isEqualTo("allow");

        amending.hard("search", true);

        assertThat(verdict()).isEqualTo("allow");
        assertThat(verdict()).isEqualTo("deny");
    }

    @Test
    void a_budget_whose_last_call_may_no_longer_cross_is_not_crossed() {
        node.budget("search", "{\"product\":\"search\"}", "0.0015", "hard", "charge");
        database.execute("update budget set overrun = 'last-call-may-cross'");
        node.refresh();
        assertThat(verdict()).isEqualTo("allow");

        amending.overrun("search", Overrun.NEVER);

        assertThat(verdict()).isEqualTo("deny");
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(1_000_000);
    }

    @Test
    void and_one_whose_last_call_may_cross_from_now_on_lets_it() {
        node.budget("search", "{\"product\":\"search\"}", "0.0015", "hard", "charge");
        assertThat(verdict()).isEqualTo("allow");

        amending.overrun("search", Overrun.LAST_CALL_MAY_CROSS);

        assertThat(verdict()).isEqualTo("allow");
        assertThat(verdict()).isEqualTo("deny");
    }

    @Test
    void a_hard_budget_that_became_soft_lets_calls_through() {
        node.budget("search", "{\"product\":\"search\"}", "0.0015", "hard", "charge");
        assertThat(verdict()).isEqualTo("allow");

        amending.hard("search", false);

        assertThat(verdict()).isEqualTo("allow");
    }
}
