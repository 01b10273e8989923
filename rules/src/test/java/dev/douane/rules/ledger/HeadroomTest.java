package dev.douane.rules.ledger;

import static dev.douane.rules.ledger.MemoryNode.settled;
import static dev.douane.rules.ledger.MemoryNode.voided;
import static dev.douane.rules.ledger.MemoryNode.words;
import static dev.douane.rules.ledger.TwoPlaces.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.douane.rules.decide.Verdict;
import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.rules.terms.ApprovedOverride;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.Timeline;
import dev.douane.rules.usage.ExpectedCost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What accounts can carry by their budgets' own terms: less than the worst case, more by an override, again in the next period. */
class HeadroomTest {
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

    private final MemoryNode node = new MemoryNode();

    @AfterEach
    void everythingAddsUp() {
        node.store.everythingAddsUp();
    }

    private Ask.Decide call(int tokens) {
        return node.call(caller("search", null), tokens);
    }

    private String asked(int tokens) {
        return words(node.ask(call(tokens)));
    }

    /** Every call is expected to cost 0.0001, or the most it can where that is less. */
    private void expectingATenth() {
        node.costs = (question, deployment, most, worstCase, terms) -> new ExpectedCost(
                worstCase.compareTo(Money.parse("0.0001")) < 0 ? worstCase : Money.parse("0.0001"),
                ExpectedCost.Basis.WORKFLOW,
                100,
                60);
    }

    // --- expected amounts

    @Test
    void an_account_that_expects_holds_less_carries_more_and_gives_back_what_it_held() {
        expectingATenth();
        node.budget(TestBudget.of("expects", "0.0004").expecting());
        node.budget(TestBudget.of("worst", "1"));

        var admitted = new ArrayList<Ask.Decide>();
        for (int i = 0; i < 4; i++) {
            admitted.add(call(1000));
        }
        var outcomes = node.ask(admitted);
        assertThat(outcomes.stream().map(outcome -> words(outcome).split(" ", 2)[0]))
                .containsExactly("allow", "allow", "allow", "allow");
        assertThat(asked(1000)).startsWith("deny");
        assertThat(node.figures("expects")).isEqualTo("held 0.000400 spent 0.000000");
        assertThat(node.figures("worst")).isEqualTo("held 0.004000 spent 0.000000");

        node.ask(voided(admitted.get(0).id()));
        node.ask(settled(admitted.get(1).id(), Settlement.of(Usage.of(0, 0, 90))));
        assertThat(node.figures("expects")).isEqualTo("held 0.000200 spent 0.000090");
        assertThat(node.figures("worst")).isEqualTo("held 0.002000 spent 0.000090");
    }

    @Test
    void lines_say_what_each_amount_stands_on_where_any_can_be_less_than_the_estimate() {
        expectingATenth();
        node.budget(TestBudget.of("expects", "1").expecting());
        node.budget(TestBudget.of("worst", "1"));

        var made = (Outcome.Made) node.ask(call(1000));

        assertThat(made.lines())
                .extracting(line -> line.before().name(), AccountLine::amount, AccountLine::expected)
                .containsExactly(
                        tuple(
                                "expects",
                                Money.parse("0.0001"),
                                new ExpectedCost(Money.parse("0.0001"), ExpectedCost.Basis.WORKFLOW, 100, 60)),
                        tuple(
                                "worst",
                                Money.parse("0.001"),
                                new ExpectedCost(Money.parse("0.001"), ExpectedCost.Basis.WORST_CASE, 1000, 0)));
        assertThat(made.hold()).isNotNull();
        assertThat(made.hold().amount()).isEqualTo(Money.parse("0.001"));
    }

    @Test
    void what_is_settled_without_usage_or_expires_is_charged_where_it_was_held_as_it_was_held() {
        expectingATenth();
        node.budget(TestBudget.of("expects", "1").expecting());
        node.budget(TestBudget.of("worst", "1"));

        var plain = call(1000);
        node.ask(plain);
        assertThat(words(node.ask(settled(plain.id(), Settlement.BY_ESTIMATE)))).isEqualTo("settled 0.001000");
        assertThat(node.figures("expects")).isEqualTo("held 0.000000 spent 0.000100");
        assertThat(node.figures("worst")).isEqualTo("held 0.000000 spent 0.001000");

        var reported = call(1000);
        node.ask(reported);
        node.ask(settled(reported.id(), Settlement.soFar(Usage.of(0, 0, 500))));
        assertThat(node.figures("expects")).isEqualTo("held 0.000000 spent 0.000600");
        node.ask(settled(reported.id(), Settlement.BY_ESTIMATE));
        assertThat(node.figures("expects")).isEqualTo("held 0.000000 spent 0.000600");
        assertThat(node.figures("worst")).isEqualTo("held 0.000000 spent 0.002000");

        node.ask(call(1000));
        node.now = node.now.plus(Duration.ofMinutes(30));
        node.ask(new Ask.Expire(8));
        assertThat(node.figures("expects")).isEqualTo("held 0.000000 spent 0.000700");
        assertThat(node.figures("worst")).isEqualTo("held 0.000000 spent 0.003000");
    }

    // --- overrides

    @Test
    void an_override_adds_to_what_an_account_carries_while_it_runs_and_never_to_its_row() {
        var budget = TestBudget.of("search", "0.001");
        node.store.add(new Timeline(
                budget.definition(),
                List.of(),
                List.of(new ApprovedOverride(
                        1,
                        null,
                        Money.parse("0.002"),
                        Instant.parse("2026-11-21T00:00:00Z"),
                        Instant.parse("2026-11-22T00:00:00Z")))));
        node.refresh();

        assertThat(asked(2500)).isEqualTo("allow search=0.000500");
        assertThat(asked(1000)).isEqualTo("deny search=0.000500");
        assertThat(node.store.accounts.get(1L).limit()).isEqualTo(Money.parse("0.001"));
        node.now = Instant.parse("2026-11-22T00:00:00Z");
        assertThat(asked(1)).isEqualTo("deny search=0.000000");
    }

    @Test
    void an_override_of_one_account_is_not_another_s() {
        var seats = TestBudget.of("seats", "0.001").by(Attribute.USER, "each");
        node.store.add(new Timeline(
                seats.definition(),
                List.of(),
                List.of(new ApprovedOverride(1, "user=u1", Money.parse("1"), Instant.EPOCH, DECEMBER))));
        node.refresh();

        assertThat(words(node.ask(node.call(caller("search", "u1"), 5000)))).startsWith("allow");
        assertThat(words(node.ask(node.call(caller("search", "u2"), 5000)))).startsWith("deny");
    }

    // --- the next period

    private Verdict waitingForAMonth(int tokens) {
        var question = TwoPlaces.question(caller("search", null), tokens, TwoPlaces.waitingFor(Duration.ofDays(40)));
        return ((Outcome.Made) node.ask(node.call(question, null, List.of())))
                .decision()
                .verdict();
    }

    private void usedUp() {
        node.ask(call(1000));
    }

    @Test
    void a_call_that_can_wait_goes_when_the_next_period_carries_it() {
        node.budget(TestBudget.of("search", "0.001"));
        usedUp();

        assertThat(waitingForAMonth(1000)).isEqualTo(new Verdict.Defer(DECEMBER));
        assertThat(waitingForAMonth(2000)).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void an_amendment_that_waits_for_the_next_period_counts() {
        var budget = TestBudget.of("search", "0.001");
        node.budget(budget);
        usedUp();
        node.store.add(new Timeline(
                budget.definition(),
                List.of(new Timeline.Amendment(
                        1,
                        DECEMBER,
                        false,
                        new Changes(null, Money.parse("0.003"), null, null, null, null, null, null, null))),
                List.of()));
        node.refresh();

        assertThat(waitingForAMonth(2000)).isEqualTo(new Verdict.Defer(DECEMBER));
        assertThat(waitingForAMonth(4000)).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void a_budget_that_will_let_the_last_call_cross_carries_any_call_then() {
        node.budget(TestBudget.of("search", "0.001").lettingTheLastCallCross());
        usedUp();

        assertThat(waitingForAMonth(50_000)).isEqualTo(new Verdict.Defer(DECEMBER));
    }

    @Test
    void a_call_waits_for_the_later_of_what_its_caller_and_its_target_have() {
        node.budget(TestBudget.of("search", "0.001"));
        node.budget(TestBudget.of("big-model", "0.0015").by(Attribute.MODEL, "big"));
        usedUp();

        assertThat(waitingForAMonth(1000)).isEqualTo(new Verdict.Defer(DECEMBER));
        assertThat(waitingForAMonth(1200)).isInstanceOf(Verdict.Deny.class);
    }
}
