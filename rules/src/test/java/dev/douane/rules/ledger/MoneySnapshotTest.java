package dev.douane.rules.ledger;

import static dev.douane.rules.ledger.TwoPlaces.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.terms.Attribute;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules see of the budgets: what is committed, and of accounts that nobody has opened the amount. */
class MoneySnapshotTest {
    private final MemoryNode node = new MemoryNode();

    @BeforeEach
    void someIsHeld() {
        node.budget(TestBudget.of("search", "1").by(Attribute.PRODUCT, "search"));
        node.budget(TestBudget.of("all", "5").soft());
        node.ask(node.call(caller("search", null), 1000));
    }

    private MoneySnapshot snapshot() {
        return new MoneySnapshot(node.terms, node.accounts, JustRead.NOTHING);
    }

    private List<Budget> seenBy(MoneySnapshot snapshot, String product) {
        return snapshot.touching(caller(product, null), node.now);
    }

    @Test
    void it_is_what_was_committed() {
        assertThat(seenBy(snapshot(), "search"))
                .extracting(Budget::name, budget -> budget.held().toString(), Budget::hard)
                .containsExactly(tuple("all", "0.001000", false), tuple("search", "0.001000", true));
    }

    @Test
    void it_does_not_know_of_what_is_under_way() {
        node.begin(List.of(node.call(caller("search", null), 2000)));

        assertThat(seenBy(snapshot(), "search"))
                .extracting(budget -> budget.held().toString())
                .containsExactly("0.001000", "0.001000");
        node.finish();
        assertThat(seenBy(snapshot(), "search"))
                .extracting(budget -> budget.held().toString())
                .containsExactly("0.003000", "0.003000");
    }

    @Test
    void one_that_has_forgotten_accounts_says_what_has_to_be_read_before_rules_may_look() {
        node.accounts = AccountsSnapshot.none(1_000).replacedBy(List.of(), false);
        var forgetful = snapshot();
        var search = caller("search", null);

        assertThat(forgetful.isComplete(search, node.now)).isFalse();
        var missing = forgetful.unread(search, node.now);
        assertThat(missing)
                .extracting(account -> account.key().scope())
                .containsExactly("everything", "product=search");

        var complete =
                new MoneySnapshot(node.terms, node.accounts, JustRead.NOTHING.and(missing, node.store.find(missing)));
        assertThat(complete.isComplete(search, node.now)).isTrue();
        assertThat(seenBy(complete, "search"))
                .extracting(budget -> budget.held().toString())
                .containsExactly("0.001000", "0.001000");
    }

    @Test
    void an_account_that_nobody_has_opened_has_the_budget_s_amount_and_nothing_in_it() {
        node.budget(TestBudget.of("shop", "2").by(Attribute.PRODUCT, "shop"));

        assertThat(snapshot().isComplete(caller("shop", null), node.now)).isTrue();
        assertThat(seenBy(snapshot(), "shop"))
                .extracting(Budget::name, budget -> budget.left().toString())
                .contains(tuple("shop", "2.000000"));
    }
}
