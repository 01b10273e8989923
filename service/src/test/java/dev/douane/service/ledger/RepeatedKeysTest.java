package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Options;
import dev.douane.rules.money.Usage;
import dev.douane.service.BesideOthers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer that is given again is true: it promises no hold that is gone. A call holds 0.001, and the budget carries one. */
@BesideOthers
class RepeatedKeysTest {
    private final TestServer.Database database = TestServer.database();
    private TestLedger node;

    @BeforeEach
    void start() {
        node = new TestLedger(database);
        node.time.set(Instant.parse("2026-11-21T10:00:00Z"));
    }

    @AfterEach
    void everythingAddsUp() {
        node.close();
        LedgerCheck.everythingAddsUp(database);
    }

    private void budgetOfOneCall(String expiry) {
        node.budget("search", "{\"product\":\"search\"}", "0.001", "hard", expiry);
    }

    private CompletionStage<Admitted> asked(TestLedger by, String key) {
        return by.ledger.admit(by.waiting(
                TestCatalog.question(caller("search", null), 1000, Options.DEFAULT),
                new IdempotencyKey(key, "body".getBytes(StandardCharsets.UTF_8))));
    }

    private Admitted ask(String key) {
        return answer(asked(node, key));
    }

    private void settle(UUID decision, int tokens) {
        answer(node.ledger.settle(decision, new Settlement(Usage.of(0, 0, tokens), null, null)));
    }

    private String figures() {
        return "held %d spent %d"
                .formatted(
                        database.number("select sum(held_nanos) from budget_account"),
                        database.number("select sum(spent_nanos) from budget_account"));
    }

    private void later(Duration passed) {
        node.time.set(node.time.now().plus(passed));
    }

    @Test
    void what_was_given_back_is_held_again_by_the_same_decision() {
        budgetOfOneCall("charge");
        var first = ask("k1");
        answer(node.ledger.voidHold(first.id()));
        later(Duration.ofMinutes(5));

        var again = ask("k1");

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.replayed()).isTrue();
        assertThat(text(again)).isEqualTo("allow search=0.000000");
        assertThat(figures()).isEqualTo("held 1000000 spent 0");
        assertThat(database.number(
                        "select count(*) from hold where state = 'held' and expires_at = '2026-11-21T10:20:00Z'"))
                .isEqualTo(1);
        settle(again.id(), 1000);
        assertThat(figures()).isEqualTo("held 0 spent 1000000");
        assertThat(database.number("select count(*) from ledger_entry where kind = 'hold'"))
                .isEqualTo(2);
        assertThat(node.metrics
                        .counter("douane.ledger.admissions", "result", "held-again")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void where_it_does_not_fit_any_more_the_request_is_decided_anew_and_its_key_is_answered_so_from_then_on() {
        budgetOfOneCall("charge");
        var first = ask("k1");
        answer(node.ledger.voidHold(first.id()));
        assertThat(text(ask("k2"))).startsWith("allow");

        var anew = ask("k1");

        assertThat(anew.id()).isNotEqualTo(first.id());
        assertThat(anew.replayed()).isFalse();
        assertThat(text(anew)).startsWith("deny");
        assertThat(ask("k1").id()).isEqualTo(anew.id());
        assertThat(ask("k1").replayed()).isTrue();
        assertThat(figures()).isEqualTo("held 1000000 spent 0");
    }

    @Test
    void however_often_it_is_asked_given_back_and_asked_again_a_ceiling_of_one_call_lets_one_through() {
        budgetOfOneCall("charge");
        for (int round = 0; round < 5; round++) {
            var first = ask("k" + round);
            if (text(first).startsWith("allow")) {
                answer(node.ledger.voidHold(first.id()));
            }
            var again = ask("k" + round);
            if (text(again).startsWith("allow")) {
                settle(again.id(), 1000);
            }
        }
        assertThat(figures()).isEqualTo("held 0 spent 1000000");
    }

    @Test
    void what_expired_and_was_charged_is_held_again_in_place_of_the_charge() {
        budgetOfOneCall("charge");
        var first = ask("k1");
        later(Duration.ofMinutes(20));
        answer(node.ledger.expireDue());
        assertThat(figures()).isEqualTo("held 0 spent 1000000");

        assertThat(ask("k1").id()).isEqualTo(first.id());

        assertThat(figures()).isEqualTo("held 1000000 spent 0");
    }

    @Test
    void what_expired_and_was_released_is_held_again_while_there_is_room() {
        budgetOfOneCall("release");
        var first = ask("k1");
        later(Duration.ofMinutes(20));
        answer(node.ledger.expireDue());

        assertThat(ask("k1").id()).isEqualTo(first.id());
        assertThat(figures()).isEqualTo("held 1000000 spent 0");

        later(Duration.ofMinutes(20));
        answer(node.ledger.expireDue());
        assertThat(text(ask("k2"))).startsWith("allow");
        assertThat(text(ask("k1"))).startsWith("deny");
    }

    @Test
    void what_is_due_and_has_not_expired_yet_goes_on() {
        budgetOfOneCall("charge");
        var first = ask("k1");
        later(Duration.ofMinutes(20));

        assertThat(ask("k1").id()).isEqualTo(first.id());

        assertThat(answer(node.ledger.expireDue())).isZero();
        assertThat(database.number("select count(*) from hold where expires_at = '2026-11-21T10:35:00Z'"))
                .isEqualTo(1);
    }

    @Test
    void a_period_that_has_turned_is_asked_anew() {
        budgetOfOneCall("charge");
        node.time.set(Instant.parse("2026-11-30T23:59:00Z"));
        var first = ask("k1");
        answer(node.ledger.voidHold(first.id()));
        node.time.set(Instant.parse("2026-12-01T00:01:00Z"));

        var anew = ask("k1");

        assertThat(anew.id()).isNotEqualTo(first.id());
        assertThat(text(anew)).isEqualTo("allow search=0.000000");
        assertThat(database.number("select held_nanos from budget_account where period_start = '2026-12-01Z'"))
                .isEqualTo(1_000_000);
    }

    @Test
    void a_budget_made_since_counts() {
        budgetOfOneCall("charge");
        var first = ask("k1");
        answer(node.ledger.voidHold(first.id()));
        node.budget("all", "{}", "0", "hard", "charge");

        assertThat(text(ask("k1"))).startsWith("deny");
        assertThat(figures()).isEqualTo("held 0 spent 0");
    }

    @Test
    void a_call_that_was_settled_is_answered_with_what_it_came_to_and_holds_nothing() {
        budgetOfOneCall("charge");
        var first = ask("k1");
        settle(first.id(), 300);

        var again = ask("k1");

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(text(again)).isEqualTo("allow charged 0.000300");
        assertThat(figures()).isEqualTo("held 0 spent 300000");
    }

    @Test
    void repeats_of_a_voided_call_that_race_on_two_nodes_hold_once() {
        budgetOfOneCall("charge");
        var first = ask("k1");
        try (var other = new TestLedger(database)) {
            other.time.set(node.time.now());
            for (int round = 0; round < 10; round++) {
                answer(node.ledger.voidHold(first.id()));
                var all = new ArrayList<CompletionStage<Admitted>>();
                for (int i = 0; i < 10; i++) {
                    all.add(asked(node, "k1"));
                    all.add(asked(other, "k1"));
                }
                assertThat(all.stream().map(one -> answer(one).id())).containsOnly(first.id());
                assertThat(figures()).isEqualTo("held 1000000 spent 0");
            }
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(1);
    }

    @Test
    void repeats_that_race_on_two_nodes_where_it_no_longer_fits_are_decided_anew_once() {
        budgetOfOneCall("charge");
        var first = ask("k1");
        answer(node.ledger.voidHold(first.id()));
        ask("k2");
        try (var other = new TestLedger(database)) {
            other.time.set(node.time.now());
            var all = new ArrayList<CompletionStage<Admitted>>();
            for (int i = 0; i < 10; i++) {
                all.add(asked(node, "k1"));
                all.add(asked(other, "k1"));
            }
            assertThat(all.stream().map(one -> answer(one).id()).distinct())
                    .hasSize(1)
                    .doesNotContain(first.id());
        }
        assertThat(database.number("select count(*) from decision")).isEqualTo(3);
    }

    @Test
    void asked_given_back_and_asked_again_in_one_batch_it_is_held_once() {
        budgetOfOneCall("charge");
        var waiting = node.waiting(
                TestCatalog.question(caller("search", null), 1000, Options.DEFAULT),
                new IdempotencyKey("k1", "body".getBytes(StandardCharsets.UTF_8)));
        var first = node.ledger.admit(waiting);
        var voided = node.ledger.voidHold(waiting.id());
        var again = asked(node, "k1");

        assertThat(answer(voided).state()).isEqualTo(HoldStatus.State.VOIDED);
        assertThat(answer(again).id()).isEqualTo(answer(first).id());
        assertThat(figures()).isEqualTo("held 1000000 spent 0");
    }
}
