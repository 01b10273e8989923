package dev.douane.rules.ledger;

import static dev.douane.rules.ledger.MemoryNode.words;
import static dev.douane.rules.ledger.TwoPlaces.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Options;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.usage.ExpectedCost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of 1000 output tokens cost 0.001 at the place they ask for, and 0.0009 at the other. */
class CallAdmissionTest {
    private final MemoryNode node = new MemoryNode();

    @AfterEach
    void everythingAddsUp() {
        node.store.everythingAddsUp();
    }

    private static TestBudget ofSearch(String amount) {
        return TestBudget.of("search", amount).by(Attribute.PRODUCT, "search");
    }

    private String asked(Caller caller, int tokens) {
        return words(node.ask(node.call(caller, tokens)));
    }

    private String advised(String user) {
        return words(node.ask(
                node.call(TwoPlaces.question(caller("search", user), 1000, TwoPlaces.advise()), null, List.of())));
    }

    @Test
    void an_admitted_call_holds_its_estimate_in_every_budget_it_touches() {
        node.budget(TestBudget.of("all", "10").soft());
        node.budget(ofSearch("1"));
        node.budget(TestBudget.of("other", "1").by(Attribute.PRODUCT, "other"));

        assertThat(asked(caller("search", "u1"), 1000)).isEqualTo("allow all=9.999000 search=0.999000");
        assertThat(asked(caller("search", "u1"), 1000)).isEqualTo("allow all=9.998000 search=0.998000");
        assertThat(node.store.accounts).hasSize(2);
        assertThat(node.figures("other")).isEqualTo("held 0.000000 spent 0.000000");
    }

    @Test
    void each_call_of_a_batch_is_decided_on_what_those_before_it_leave() {
        node.budget(ofSearch("0.0029"));

        var outcomes = node.ask(List.of(
                node.call(caller("search", null), 1000),
                node.call(caller("search", null), 1000),
                node.call(caller("search", null), 1000),
                node.call(caller("search", null), 1)));

        assertThat(outcomes.stream().map(MemoryNode::words))
                .containsExactly(
                        "allow search=0.001900",
                        "allow search=0.000900",
                        "reroute search=0.000000",
                        "deny search=0.000000");
    }

    @Test
    void a_line_tells_an_account_before_and_after_and_as_the_rules_saw_it() {
        node.budget(ofSearch("1"));
        node.ask(node.call(caller("search", null), 1000));
        var seenEarlier = node.call(caller("search", null), 2000);
        node.ask(node.call(caller("search", null), 500));

        var made = (Outcome.Made) node.ask(seenEarlier);

        assertThat(made.lines()).singleElement().satisfies(line -> {
            assertThat(line.seen()).isNotNull();
            assertThat(line.seen().held()).hasToString("0.001000");
            assertThat(line.before().held()).hasToString("0.001500");
            assertThat(line.amount()).hasToString("0.002000");
            assertThat(line.after().held()).hasToString("0.003500");
            assertThat(line.id()).isEqualTo(1);
            assertThat(line.expected()).isNull();
        });
        assertThat(made.onlySeen()).isEmpty();
    }

    @Test
    void what_only_the_rules_saw_is_told_apart() {
        node.budget(ofSearch("1"));
        var call = node.call(caller("search", null), 1000);
        node.budget(TestBudget.of("all", "5"));
        node.store.budgets.remove(ofSearch("1").id());
        node.store.revision++;
        node.refresh();

        var made = (Outcome.Made) node.ask(call);

        assertThat(made.lines()).singleElement().satisfies(line -> {
            assertThat(line.before().name()).isEqualTo("all");
            assertThat(line.seen()).isNull();
        });
        assertThat(made.onlySeen())
                .singleElement()
                .satisfies(seen -> assertThat(seen.name()).isEqualTo("search"));
    }

    @Test
    void a_per_seat_budget_has_an_account_per_user_and_one_for_those_who_do_not_say() {
        node.budget(TestBudget.of("seats", "0.002").by(Attribute.USER, "each"));

        var verdicts = new ArrayList<String>();
        for (var user : new String[] {"u1", "u1", "u1", "u2", null, null, null}) {
            verdicts.add(asked(caller("search", user), 1000));
        }

        assertThat(verdicts)
                .containsExactly(
                        "allow seats=0.001000",
                        "allow seats=0.000000",
                        "deny seats=0.000000",
                        "allow seats=0.001000",
                        "allow seats=0.001000",
                        "allow seats=0.000000",
                        "deny seats=0.000000");
        assertThat(node.store.accounts.values().stream()
                        .map(account -> account.key().scope()))
                .containsExactly("user=u1", "user=u2", "user=(none)");
    }

    @Test
    void a_soft_budget_is_told_and_stands_in_nobodys_way() {
        node.budget(TestBudget.of("gentle", "0.001").soft());

        assertThat(asked(caller("search", null), 5000)).isEqualTo("allow gentle=0.000000");
        assertThat(node.figures("gentle")).isEqualTo("held 0.005000 spent 0.000000");
    }

    @Test
    void the_last_call_may_cross_where_the_budget_says_so() {
        node.budget(ofSearch("0.001").lettingTheLastCallCross());

        assertThat(asked(caller("search", null), 4000)).isEqualTo("allow search=0.000000");
        assertThat(asked(caller("search", null), 1)).isEqualTo("deny search=0.000000");
        assertThat(node.figures("search")).isEqualTo("held 0.004000 spent 0.000000");
    }

    @Test
    void advice_and_calls_that_want_no_hold_are_decided_and_hold_nothing() {
        node.budget(ofSearch("1"));
        var unheld =
                node.call(TwoPlaces.question(caller("search", null), 1000, TwoPlaces.withoutHold()), null, List.of());

        assertThat(advised(null)).isEqualTo("allow search=1.000000");
        assertThat(words(node.ask(unheld))).isEqualTo("allow search=1.000000");
        assertThat(node.store.decisions).hasSize(2);
        assertThat(node.store.holds).isEmpty();
    }

    @Test
    void advice_opens_no_account_and_counts_with_those_that_are_open() {
        node.budget(TestBudget.of("users", "0.0015").by(Attribute.USER, "each"));
        node.budget(TestBudget.of("providers", "1").by(Attribute.PROVIDER, "each"));

        assertThat(advised("u1")).isEqualTo("allow users=0.001500");
        assertThat(node.store.accounts).isEmpty();

        asked(caller("search", "u1"), 1000);
        assertThat(advised("u1")).isEqualTo("deny users=0.000500");
        assertThat(advised("u2")).isEqualTo("allow users=0.001500");
        assertThat(node.store.accounts.values().stream()
                        .map(account -> account.key().scope()))
                .contains("user=u1")
                .doesNotContain("user=u2");
    }

    @Test
    void advice_rests_on_nothing_that_has_to_be_so_still_when_it_is_written() {
        node.budget(ofSearch("1"));
        asked(caller("search", null), 1000);

        var advice = node.begin(List.of(
                node.call(TwoPlaces.question(caller("search", null), 1000, TwoPlaces.advise()), null, List.of())));

        assertThat(advice.batch().unchanged()).isEmpty();
        node.finish();
    }

    @Test
    void a_call_of_the_next_month_opens_the_next_account() {
        node.budget(ofSearch("0.001"));
        node.now = Instant.parse("2026-11-30T23:59:59Z");
        assertThat(asked(caller("search", null), 1000)).isEqualTo("allow search=0.000000");
        assertThat(asked(caller("search", null), 1000)).isEqualTo("deny search=0.000000");
        node.now = Instant.parse("2026-12-01T00:00:00Z");

        assertThat(asked(caller("search", null), 1000)).isEqualTo("allow search=0.000000");
        assertThat(node.store.accounts).hasSize(2);
    }

    @Test
    void where_nothing_is_expected_to_be_spent_nothing_is_moved_and_there_is_an_entry_all_the_same() {
        node.costs = (question, deployment, most, worstCase, terms) ->
                new ExpectedCost(Money.ZERO, ExpectedCost.Basis.WORKFLOW, 0, 60);
        node.budget(ofSearch("1").expecting());

        var slot = node.begin(List.of(node.call(caller("search", null), 1000)));
        node.finish();

        assertThat(words(slot.batch().outcomes().getFirst())).isEqualTo("allow search=1.000000");
        assertThat(slot.batch().deltas()).isEmpty();
        assertThat(slot.batch().unchanged()).containsOnlyKeys(1L);
        assertThat(slot.batch().takesNumber()).isTrue();
    }

    @Test
    void a_call_that_no_budget_matches_holds_what_it_can_cost_in_no_account_and_needs_no_number() {
        var slot = node.begin(List.of(node.call(caller("search", null), 1000)));
        node.finish();

        assertThat(slot.batch().made())
                .singleElement()
                .satisfies(hold -> assertThat(hold.amount()).isEqualTo(Money.parse("0.001")));
        assertThat(slot.batch().takesNumber()).isFalse();
    }

    // --- budgets of where a call goes

    @Test
    void a_provider_s_budget_sends_calls_elsewhere_once_it_is_used_up() {
        node.budget(TestBudget.of("per-provider", "0.003").by(Attribute.PROVIDER, "each"));

        var verdicts = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            verdicts.add(asked(caller("search", null), 1000).split(" ", 2)[0]);
        }

        assertThat(verdicts)
                .containsExactly("allow", "allow", "allow", "reroute", "reroute", "reroute", "deny", "deny");
        assertThat(node.figures("per-provider")).isEqualTo("held 0.005700 spent 0.000000");
    }

    @Test
    void both_what_the_caller_has_and_what_the_target_has_must_suffice() {
        node.budget(ofSearch("0.0048"));
        node.budget(TestBudget.of("one-provider", "0.002")
                .by(Attribute.PRODUCT, "search")
                .by(Attribute.PROVIDER, "provider"));

        var verdicts = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            verdicts.add(asked(caller("search", null), 1000));
        }

        assertThat(verdicts)
                .containsExactly(
                        "allow one-provider=0.001000 search=0.003800",
                        "allow one-provider=0.000000 search=0.002800",
                        "reroute search=0.001900",
                        "reroute search=0.001000",
                        "reroute search=0.000100",
                        "deny search=0.000100");
    }

    @Test
    void an_alternative_that_another_account_would_pay_for_is_none() {
        node.ask(node.call(caller("search", null), 1000));
        node.budget(TestBudget.of("per-provider", "1").by(Attribute.PROVIDER, "each"));
        node.ask(node.call(caller("search", null), 1000));

        assertThat(node.store.holds.values().stream().map(hold -> hold.call().alternatives()))
                .containsExactly(List.of("big-two"), List.of());
    }

    @Test
    void a_budget_that_would_deny_too_is_told_and_no_account_is_opened_to_say_so() {
        node.budget(TestBudget.of("big-model", "0.0005").by(Attribute.MODEL, "big"));
        var allOut = List.of(new Outage("provider", null, null, null), new Outage("other", null, null, null));
        var call = node.call(TwoPlaces.question(caller("search", null), 1000, Options.DEFAULT), null, allOut);

        var made = (Outcome.Made) node.ask(call);

        assertThat(words(made)).isEqualTo("deny");
        assertThat(made.decision().because().code()).isEqualTo("budget");
        assertThat(node.store.accounts).isEmpty();
    }

    @Test
    void where_no_money_can_change_the_verdict_nothing_rests_on_what_is_told_of_it() {
        node.budget(TestBudget.of("big-model", "0.001").by(Attribute.MODEL, "big"));
        asked(caller("search", null), 1000);
        var allOut = List.of(new Outage("provider", null, null, null), new Outage("other", null, null, null));

        var slot = node.begin(
                List.of(node.call(TwoPlaces.question(caller("search", null), 1000, Options.DEFAULT), null, allOut)));
        node.finish();

        assertThat(words(slot.batch().outcomes().getFirst())).isEqualTo("deny");
        assertThat(slot.batch().unchanged()).isEmpty();
    }
}
