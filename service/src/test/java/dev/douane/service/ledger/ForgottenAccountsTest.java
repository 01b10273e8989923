package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.money.Money;
import dev.douane.service.BesideOthers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that remembers few of its accounts, and is asked about one that it does not. */
@BesideOthers
class ForgottenAccountsTest {
    private final TestServer.Database database = TestServer.database();
    private TestLedger node;

    /** Nine calls of ann's ten, and then others until she is forgotten. */
    @BeforeEach
    void forgetAnn() {
        var config = new TestLedger.TestConfig();
        config.accountsRemembered = 8;
        node = new TestLedger(database, config, connections -> connections);
        node.budget("users", "{\"user\":\"each\"}", "0.01", "hard", "charge"); // ten calls of 0.001 each
        for (int i = 0; i < 9; i++) {
            answer(node.admit(caller("search", "ann"), 1000));
        }
        for (int i = 0; i < 20; i++) {
            answer(node.admit(caller("search", "u" + i), 1000));
        }
        assertThat(node.budgets.seen().isComplete(caller("search", "ann"), node.time.now()))
                .isFalse();
    }

    @AfterEach
    void everythingAddsUp() {
        node.close();
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void what_was_spent_counts() {
        assertThat(text(answer(node.admit(caller("search", "ann"), 1000)))).isEqualTo("allow users=0.000000");
        assertThat(text(answer(node.admit(caller("search", "ann"), 1000)))).startsWith("deny");
    }

    @Test
    void an_advice_tells_what_is_left_and_opens_nothing() {
        var advised = TestCatalog.question(caller("search", "ann"), 1000, TestCatalog.advise());
        var newcomer = TestCatalog.question(caller("search", "zoe"), 1000, TestCatalog.advise());
        var accounts = database.number("select count(*) from budget_account");

        assertThat(text(answer(node.ledger.admit(node.waiting(advised, null))))).isEqualTo("allow users=0.001000");
        assertThat(text(answer(node.ledger.admit(node.waiting(newcomer, null)))))
                .isEqualTo("allow users=0.010000");
        assertThat(database.number("select count(*) from budget_account")).isEqualTo(accounts);
    }

    @Test
    void rules_see_it_once_it_is_read() {
        var view = node.complete(caller("search", "ann"));

        assertThat(view.touching(caller("search", "ann"), node.time.now()))
                .singleElement()
                .satisfies(budget -> assertThat(budget.held()).isEqualTo(Money.parse("0.009")));
        var newcomers = node.complete(caller("search", "zoe"));
        assertThat(newcomers.touching(caller("search", "zoe"), node.time.now()))
                .singleElement()
                .satisfies(budget -> assertThat(budget.used()).isEqualTo(Money.ZERO));
    }

    @Test
    void a_node_that_starts_reads_no_more_than_it_remembers() {
        var config = new TestLedger.TestConfig();
        config.accountsRemembered = 8;
        try (var other = new TestLedger(database, config, connections -> connections)) {
            other.refresh();

            var known = IntStream.range(0, 20)
                    .filter(i -> other.budgets.seen().isComplete(caller("search", "u" + i), other.time.now()))
                    .count();

            assertThat(known).isBetween(1L, 8L);
            assertThat(text(answer(other.admit(caller("search", "ann"), 1000)))).isEqualTo("allow users=0.000000");
        }
    }

    @Test
    void a_batch_of_more_accounts_than_are_remembered_is_decided() {
        var asked = IntStream.range(0, 100)
                .mapToObj(i -> node.admit(caller("search", "many" + i), 1000))
                .toList();

        asked.forEach(one -> assertThat(text(answer(one))).isEqualTo("allow users=0.009000"));
    }
}
