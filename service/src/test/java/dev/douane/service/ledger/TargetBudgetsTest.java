package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Options;
import dev.douane.rules.facts.Outage;
import dev.douane.service.BesideOthers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Budgets that look at where a call goes. A call of 1000 tokens costs 0.001 at {@code provider}, where it is pinned to, and 0.0009 at
 * {@code other}.
 */
@BesideOthers
class TargetBudgetsTest {
    private final TestServer.Database database = TestServer.database();

    @AfterEach
    void everythingAddsUp() {
        LedgerCheck.everythingAddsUp(database);
    }

    private static List<String> verdicts(TestLedger node, int calls) {
        var stages = new ArrayList<java.util.concurrent.CompletionStage<Admitted>>();
        for (int i = 0; i < calls; i++) {
            stages.add(node.admit(caller("search", null), 1000));
        }
        return stages.stream()
                .map(stage -> text(answer(stage)).split(" ", 2)[0])
                .toList();
    }

    @Test
    void a_provider_s_budget_sends_calls_elsewhere_once_it_is_used_up() {
        try (var node = new TestLedger(database)) {
            node.budget("per-provider", "{\"provider\":\"each\"}", "0.003", "hard", "charge");

            assertThat(verdicts(node, 8))
                    .containsExactly("allow", "allow", "allow", "reroute", "reroute", "reroute", "deny", "deny");
            assertThat(database.number("select held_nanos from budget_account where scope = 'provider=provider'"))
                    .isEqualTo(3_000_000);
            assertThat(database.number("select held_nanos from budget_account where scope = 'provider=other'"))
                    .isEqualTo(2_700_000);
        }
    }

    @Test
    void both_what_the_caller_has_and_what_the_target_has_must_suffice() {
        try (var node = new TestLedger(database)) {
            node.budget("search", "{\"product\":\"search\"}", "0.0048", "hard", "charge");
            node.budget(
                    "one-provider", "{\"product\":\"search\",\"provider\":\"provider\"}", "0.002", "hard", "charge");

            assertThat(verdicts(node, 6)).containsExactly("allow", "allow", "reroute", "reroute", "reroute", "deny");
            assertThat(database.number("select held_nanos from budget_account where scope like '%provider=%'"))
                    .isEqualTo(2_000_000);
        }
    }

    @Test
    void an_alternative_that_another_account_would_pay_for_is_none() {
        try (var node = new TestLedger(database)) {
            assertThat(verdicts(node, 1)).containsExactly("allow");
            assertThat(database.number("select cardinality(alternatives) from hold"))
                    .isEqualTo(1);
            node.budget("per-provider", "{\"provider\":\"each\"}", "1", "hard", "charge");
            assertThat(verdicts(node, 1)).containsExactly("allow");

            assertThat(database.number("select min(cardinality(alternatives)) from hold"))
                    .isZero();
        }
    }

    @Test
    void a_group_of_models_shares_one_account_on_every_node() {
        try (var one = new TestLedger(database);
                var two = new TestLedger(database)) {
            one.budget("big-models", "{\"model\":[\"big\",\"bigger\"]}", "0.005", "hard", "charge");
            two.refresh();
            var verdicts = new ArrayList<String>();
            for (int i = 0; i < 4; i++) {
                verdicts.addAll(verdicts(one, 1));
                verdicts.addAll(verdicts(two, 1));
            }

            assertThat(verdicts.subList(0, 5)).containsOnly("allow");
            assertThat(verdicts.subList(5, 8)).containsOnly("deny");
            assertThat(database.number("select count(*) from budget_account")).isEqualTo(1);
        }
    }

    @Test
    void a_budget_that_would_deny_too_is_told_and_no_account_is_opened_to_say_so() {
        try (var node = new TestLedger(database)) {
            node.budget("big-model", "{\"model\":\"big\"}", "0.0005", "hard", "charge");
            node.budget("per-provider", "{\"provider\":\"each\"}", "1", "hard", "charge");
            var question = TestCatalog.question(caller("search", null), 1000, Options.DEFAULT);
            var allOut = List.of(new Outage("provider", null, null, null), new Outage("other", null, null, null));

            assertThat(text(answer(node.ledger.admit(node.waiting(question, null, allOut)))))
                    .isEqualTo("deny");

            assertThat(database.number("select count(*) from decision where because = 'budget'"))
                    .isEqualTo(1);
            assertThat(database.number("select count(*) from budget_account")).isZero();
        }
    }
}
