package dev.douane.rules.ledger;

import static dev.douane.rules.ledger.MemoryNode.settled;
import static dev.douane.rules.ledger.MemoryNode.voided;
import static dev.douane.rules.ledger.MemoryNode.words;
import static dev.douane.rules.ledger.TwoPlaces.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Options;
import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.usage.ExpectedCost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An answer is given again where it is still true: decision 132. The budget fits one call of 0.001. */
class RepeatsTest {
    private final MemoryNode node = new MemoryNode();

    @AfterEach
    void everythingAddsUp() {
        node.store.everythingAddsUp();
    }

    private void budgetOfOneCall() {
        node.budget(TestBudget.of("search", "0.001").by(Attribute.PRODUCT, "search"));
    }

    private Ask.Decide call(String key) {
        return node.call(caller("search", null), 1000, key);
    }

    private Outcome ask(String key) {
        return node.ask(call(key));
    }

    /** The decision that answers. */
    private static UUID id(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Made made -> made.ask().id();
            case Outcome.Repeated repeated -> repeated.of();
            case Outcome.Ended other -> throw new AssertionError(other);
            case Outcome.Refused other -> throw new AssertionError(other);
            case Outcome.TooLate other -> throw new AssertionError(other);
            case Outcome.Expired other -> throw new AssertionError(other);
            case Outcome.Broke other -> throw new AssertionError(other);
        };
    }

    private String expired() {
        return words(node.ask(new Ask.Expire(64)));
    }

    private void later(int minutes) {
        node.now = node.now.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void a_repeat_gets_the_first_answer_and_holds_once() {
        node.budget(TestBudget.of("search", "1"));
        var first = ask("k1");

        assertThat(ask("k1"))
                .isInstanceOfSatisfying(
                        Outcome.Repeated.class, again -> assertThat(again.of()).isEqualTo(id(first)));
        assertThat(node.figures("search")).isEqualTo("held 0.001000 spent 0.000000");
        assertThat(node.store.decisions).hasSize(1);
    }

    @Test
    void repeats_in_one_batch_are_one_decision() {
        node.budget(TestBudget.of("search", "1"));

        var outcomes = node.ask(List.of(call("k1"), call("k1"), call("k2"), call("k1")));

        assertThat(outcomes.stream().map(MemoryNode::words))
                .containsExactly("allow search=0.999000", "repeated", "allow search=0.998000", "repeated");
        assertThat(outcomes.stream().map(RepeatsTest::id).distinct()).hasSize(2);
    }

    @Test
    void the_same_key_with_another_request_is_refused_and_nothing_is_written() {
        node.budget(TestBudget.of("search", "1"));
        ask("k1");

        assertThat(words(node.ask(node.call(caller("search", null), 999, "k1"))))
                .isEqualTo("KEY_OF_ANOTHER_REQUEST");
        assertThat(node.store.decisions).hasSize(1);
    }

    @Test
    void a_call_that_was_denied_is_answered_so_again() {
        node.budget(TestBudget.of("search", "0.0001"));
        var first = ask("k1");

        assertThat(words(first)).startsWith("deny");
        assertThat(id(ask("k1"))).isEqualTo(id(first));
        assertThat(node.store.decisions).hasSize(1);
    }

    @Test
    void what_was_given_back_is_held_again_by_the_same_decision() {
        budgetOfOneCall();
        var first = id(ask("k1"));
        node.ask(voided(first));
        later(5);

        var again = (Outcome.Repeated) ask("k1");

        assertThat(again.of()).isEqualTo(first);
        assertThat(again.isHeldAgain()).isTrue();
        assertThat(again.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.after().left()).hasToString("0.000000"));
        assertThat(node.figures("search")).isEqualTo("held 0.001000 spent 0.000000");
        assertThat(node.store.holds.get(first).state().expiresAt()).isEqualTo(Instant.parse("2026-11-21T10:20:00Z"));
        node.ask(settled(first, Settlement.of(Usage.of(0, 0, 1000))));
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.001000");
        assertThat(node.store.entries.stream().map(entry -> entry.kind().word()))
                .containsExactly("hold", "void", "hold", "settle");
    }

    @Test
    void where_it_does_not_fit_any_more_it_is_decided_anew_and_its_key_is_answered_so_from_then_on() {
        budgetOfOneCall();
        var first = id(ask("k1"));
        node.ask(voided(first));
        assertThat(words(ask("k2"))).startsWith("allow");

        var anew = ask("k1");

        assertThat(words(anew)).startsWith("deny");
        assertThat(id(anew)).isNotEqualTo(first);
        assertThat(id(ask("k1"))).isEqualTo(id(anew));
        assertThat(node.figures("search")).isEqualTo("held 0.001000 spent 0.000000");
    }

    @Test
    void however_often_it_is_asked_given_back_and_asked_again_a_ceiling_of_one_call_lets_one_through() {
        budgetOfOneCall();
        for (int round = 0; round < 5; round++) {
            var first = ask("k" + round);
            if (words(first).startsWith("allow")) {
                node.ask(voided(id(first)));
            }
            var again = ask("k" + round);
            if (again instanceof Outcome.Repeated(var unused, var of, var isHeldAgain, var hold, var lines)
                    && isHeldAgain) {
                node.ask(settled(of, Settlement.of(Usage.of(0, 0, 1000))));
            }
        }
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.001000");
    }

    @Test
    void what_expired_and_was_charged_is_held_again_in_place_of_the_charge() {
        budgetOfOneCall();
        var first = id(ask("k1"));
        later(20);
        expired();
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.001000");

        assertThat(id(ask("k1"))).isEqualTo(first);

        assertThat(node.figures("search")).isEqualTo("held 0.001000 spent 0.000000");
    }

    @Test
    void what_expired_and_was_released_is_held_again_while_there_is_room() {
        node.budget(TestBudget.of("search", "0.001").releasing());
        var first = id(ask("k1"));
        later(20);
        expired();
        assertThat(id(ask("k1"))).isEqualTo(first);

        later(20);
        expired();
        assertThat(words(ask("k2"))).startsWith("allow");
        assertThat(words(ask("k1"))).startsWith("deny");
    }

    @Test
    void what_is_due_and_has_not_expired_yet_goes_on() {
        budgetOfOneCall();
        var first = id(ask("k1"));
        later(20);

        assertThat(id(ask("k1"))).isEqualTo(first);

        assertThat(expired()).isEqualTo("expired 0");
        assertThat(node.store.holds.get(first).state().expiresAt()).isEqualTo(Instant.parse("2026-11-21T10:35:00Z"));
    }

    @Test
    void what_was_reported_stays_reported_when_it_is_held_again() {
        budgetOfOneCall();
        var first = id(ask("k1"));
        node.ask(settled(first, Settlement.soFar(Usage.of(0, 0, 300))));
        later(20);
        expired();

        assertThat(id(ask("k1"))).isEqualTo(first);

        assertThat(node.figures("search")).isEqualTo("held 0.000700 spent 0.000300");
    }

    @Test
    void a_period_that_has_turned_is_asked_anew() {
        budgetOfOneCall();
        node.now = Instant.parse("2026-11-30T23:59:00Z");
        var first = id(ask("k1"));
        node.ask(voided(first));
        node.now = Instant.parse("2026-12-01T00:01:00Z");

        var anew = ask("k1");

        assertThat(id(anew)).isNotEqualTo(first);
        assertThat(words(anew)).isEqualTo("allow search=0.000000");
    }

    @Test
    void a_budget_made_since_counts() {
        budgetOfOneCall();
        node.ask(voided(id(ask("k1"))));
        node.budget(TestBudget.of("all", "0"));

        assertThat(words(ask("k1"))).startsWith("deny");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000000");
    }

    @Test
    void a_budget_that_is_gone_since_is_no_account_of_the_call_any_more() {
        budgetOfOneCall();
        node.budget(TestBudget.of("all", "1"));
        var first = id(ask("k1"));
        node.ask(voided(first));
        node.store.budgets.remove(TestBudget.of("all", "1").id());
        node.store.revision++;
        node.refresh();

        var anew = ask("k1");

        assertThat(id(anew)).isNotEqualTo(first);
        assertThat(words(anew)).isEqualTo("allow search=0.000000");
    }

    @Test
    void what_was_held_then_has_to_fit_though_less_would_be_held_now() {
        node.budget(TestBudget.of("search", "0.001").expecting());
        var first = id(ask("k1"));
        node.ask(voided(first));
        node.costs = (question, deployment, most, worstCase, terms) ->
                new ExpectedCost(Money.parse("0.0001"), ExpectedCost.Basis.WORKFLOW, 100, 60);
        assertThat(words(ask("k2"))).isEqualTo("allow search=0.000900");

        var anew = ask("k1");

        assertThat(id(anew)).isNotEqualTo(first);
        assertThat(words(anew)).isEqualTo("allow search=0.000800");
    }

    @Test
    void a_call_that_was_settled_is_answered_with_what_it_came_to_and_holds_nothing() {
        budgetOfOneCall();
        var first = id(ask("k1"));
        node.ask(settled(first, Settlement.of(Usage.of(0, 0, 300))));

        var again = (Outcome.Repeated) ask("k1");

        assertThat(again.of()).isEqualTo(first);
        assertThat(again.hold()).isNotNull();
        assertThat(again.hold().spent()).hasToString("0.000300");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000300");
    }

    @Test
    void asked_given_back_and_asked_again_in_one_batch_it_is_held_once() {
        budgetOfOneCall();
        var first = call("k1");

        var outcomes = node.ask(List.of(first, voided(first.id()), call("k1")));

        assertThat(outcomes.stream().map(MemoryNode::words))
                .containsExactly("allow search=0.000000", "voided 0.000000", "held again");
        assertThat(node.figures("search")).isEqualTo("held 0.001000 spent 0.000000");
    }

    // --- keys whose first request comes to nothing

    @Test
    void a_key_whose_request_came_too_late_is_free_for_the_next_one() {
        budgetOfOneCall();
        var late = new Ask.Decide(
                node.id(),
                call("k1").call(),
                Matched.NOT_YET,
                MemoryNode.GATEWAY,
                call("k1").key(),
                MemoryNode.TTL,
                new Deadline(null, node.now));

        assertThat(words(node.ask(late))).isEqualTo("too late");
        assertThat(node.store.keys).isEmpty();
        assertThat(words(ask("k1"))).startsWith("allow");
    }

    @Test
    void and_for_the_next_one_of_the_same_batch_whatever_that_asks() {
        node.budget(TestBudget.of("search", "1"));
        var call = node.call(caller("search", null), 500, "k1");
        var late = new Ask.Decide(
                call.id(), call.call(), call.matched(), call.by(), call.key(), call.life(), new Deadline(0L, null));

        var outcomes = node.ask(List.of(late, call("k1"), call("k1")));

        assertThat(outcomes.stream().map(MemoryNode::words))
                .containsExactly("too late", "allow search=0.999000", "repeated");
        assertThat(id(ask("k1"))).isEqualTo(id(outcomes.get(1)));
    }

    @Test
    void without_a_hold_an_answer_is_given_again_whatever_the_money_does() {
        budgetOfOneCall();
        var advice = node.call(
                TwoPlaces.question(caller("search", null), 1000, TwoPlaces.advise()),
                MemoryNode.key("k1", "advice"),
                List.of());
        node.ask(advice);
        node.ask(node.call(TwoPlaces.question(caller("search", null), 1000, Options.DEFAULT), null, List.of()));

        var again = node.ask(node.call(
                TwoPlaces.question(caller("search", null), 1000, TwoPlaces.advise()),
                MemoryNode.key("k1", "advice"),
                List.of()));

        assertThat(id(again)).isEqualTo(advice.id());
    }
}
