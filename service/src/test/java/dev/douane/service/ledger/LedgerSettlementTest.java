package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.service.BesideOthers;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of 1000 output tokens at {@code big-one}: 1000 nano-units a token, so a hold of 0.001. */
@BesideOthers
class LedgerSettlementTest {
    private final TestServer.Database database = TestServer.database();
    private TestLedger node;

    @BeforeEach
    void start() {
        node = new TestLedger(database);
        node.time.set(Instant.parse("2026-11-21T10:00:00Z"));
        node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
        node.budget("gentle", "{}", "1", "soft", "release");
    }

    @AfterEach
    void everythingAddsUp() {
        node.close();
        LedgerCheck.everythingAddsUp(database);
    }

    private UUID admitted() {
        return answer(node.admit(caller("search", "u1"), 1000)).id();
    }

    private static Settlement used(int input, int cached, int output) {
        return new Settlement(Usage.of(input, cached, output), null, null);
    }

    private String figures(String budget) {
        var where = " from budget_account a join budget b on b.id = a.budget_id where b.name = '" + budget + "'";
        return "held " + new Money(database.number("select held_nanos" + where)) + " spent "
                + new Money(database.number("select spent_nanos" + where));
    }

    private static void refused(CompletionStage<?> answer, ProblemType type) {
        assertThatThrownBy(() -> answer(answer))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    @ParameterizedTest(name = "{2} output tokens cost {3}")
    @CsvSource({
        "0, 0, 0, 0.000000",
        "0, 0, 400, 0.000400",
        "0, 0, 1000, 0.001000",
        "0, 0, 2500, 0.002500", // more than was held: it was spent all the same
        "500, 200, 10, 0.000042" // 300 at 100, 200 cached at 10, 10 at 1000 nano-units
    })
    void a_settlement_charges_what_was_used_and_gives_the_rest_back(int input, int cached, int output, String charged) {
        var decision = admitted();

        var closed = answer(node.ledger.settle(decision, used(input, cached, output)));

        assertThat(closed)
                .isEqualTo(new HoldStatus(
                        decision,
                        HoldStatus.State.SETTLED,
                        Money.parse("0.001"),
                        Money.parse(charged),
                        HoldStatus.By.USAGE,
                        Usage.of(input, cached, output),
                        "default",
                        Instant.parse("2026-11-21T10:00:00Z"),
                        GatewaysLedger.GATEWAY.key(),
                        GatewaysLedger.GATEWAY.owner(),
                        null));
        assertThat(figures("search")).isEqualTo("held 0.000000 spent " + charged);
        assertThat(figures("gentle")).isEqualTo("held 0.000000 spent " + charged);
    }

    @Test
    void without_usage_the_estimate_is_charged_and_the_answer_says_so() {
        var closed = answer(node.ledger.settle(admitted(), Settlement.BY_ESTIMATE));

        assertThat(closed.by()).isEqualTo(HoldStatus.By.ESTIMATE);
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.001000");
    }

    @Test
    void an_alternative_is_charged_at_its_own_price_and_a_stranger_is_refused() {
        var decision = admitted();

        refused(
                node.ledger.settle(decision, new Settlement(Usage.of(0, 0, 1000), "big-three", null)),
                ProblemType.UNPROCESSABLE);
        refused(
                node.ledger.settle(decision, new Settlement(Usage.of(0, 0, 1000), null, "priority")),
                ProblemType.UNPROCESSABLE);
        assertThat(figures("search")).isEqualTo("held 0.001000 spent 0.000000");

        var closed = answer(node.ledger.settle(decision, new Settlement(Usage.of(0, 0, 1000), "big-two", "default")));
        assertThat(closed.charged()).isEqualTo(Money.parse("0.0009"));
    }

    @Test
    void the_same_settlement_again_gets_the_same_answer_and_another_is_refused() {
        var decision = admitted();
        var first = answer(node.ledger.settle(decision, used(0, 0, 400)));
        node.time.set(Instant.parse("2026-11-21T10:05:00Z"));

        assertThat(answer(node.ledger.settle(decision, used(0, 0, 400)))).isEqualTo(first);
        refused(node.ledger.settle(decision, used(0, 0, 401)), ProblemType.SETTLEMENT_CONFLICT);
        refused(node.ledger.settle(decision, Settlement.BY_ESTIMATE), ProblemType.SETTLEMENT_CONFLICT);
        refused(node.ledger.voidHold(decision), ProblemType.HOLD_CLOSED);
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000400");
    }

    @Test
    void a_price_class_that_usage_alone_tells_is_charged_where_it_has_a_price_and_else_the_one_asked_for() {
        var usage = Usage.of(0, 0, 400);
        var decision = admitted();
        var told = new Settlement(usage, null, "on_demand", true, true);

        var closed = answer(node.ledger.settle(decision, told));

        assertThat(closed.charged()).isEqualTo(Money.parse("0.0004"));
        assertThat(closed.serviceTier()).isEqualTo("default");
        assertThat(answer(node.ledger.settle(decision, told))).isEqualTo(closed);
        assertThat(answer(node.ledger.settle(decision, used(0, 0, 400)))).isEqualTo(closed);
        assertThat(answer(node.ledger.settle(decision, new Settlement(usage, null, "default", true, true))))
                .isEqualTo(closed);
        assertThat(answer(node.ledger.settle(admitted(), new Settlement(usage, "big-two", "scale", false, true)))
                        .serviceTier())
                .isEqualTo("default");
        refused(
                node.ledger.settle(admitted(), new Settlement(usage, "big-three", "scale", true, true)),
                ProblemType.UNPROCESSABLE);
    }

    @Test
    void what_a_settlement_leaves_out_may_be_said_in_its_repeats_and_the_other_way_round() {
        var usage = Usage.of(0, 0, 400);
        var brief = admitted();
        var first = answer(node.ledger.settle(brief, new Settlement(usage, null, null)));
        var full = admitted();
        answer(node.ledger.settle(full, new Settlement(usage, "big-one", "default")));

        assertThat(answer(node.ledger.settle(brief, new Settlement(usage, "big-one", "default"))))
                .isEqualTo(first);
        assertThat(answer(node.ledger.settle(full, new Settlement(usage, null, null)))
                        .charged())
                .isEqualTo(first.charged());
        refused(node.ledger.settle(full, new Settlement(usage, "big-two", "default")), ProblemType.SETTLEMENT_CONFLICT);
    }

    @Test
    void a_void_gives_everything_back_once() {
        var decision = admitted();
        var first = answer(node.ledger.voidHold(decision));
        node.time.set(Instant.parse("2026-11-21T10:05:00Z"));

        assertThat(first.charged()).isEqualTo(Money.ZERO);
        assertThat(first.by()).isNull();
        assertThat(answer(node.ledger.voidHold(decision))).isEqualTo(first);
        refused(node.ledger.settle(decision, Settlement.BY_ESTIMATE), ProblemType.HOLD_CLOSED);
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000000");
    }

    @Test
    void usage_that_is_told_after_a_void_is_charged_and_stays() {
        var decision = admitted();
        answer(node.ledger.voidHold(decision));

        var closed = answer(node.ledger.settle(decision, used(0, 0, 300)));

        assertThat(closed.state()).isEqualTo(HoldStatus.State.SETTLED);
        assertThat(closed.charged()).isEqualTo(Money.parse("0.0003"));
        assertThat(answer(node.ledger.settle(decision, used(0, 0, 300)))).isEqualTo(closed);
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000300");
        assertThat(figures("gentle")).isEqualTo("held 0.000000 spent 0.000300");
        refused(node.ledger.voidHold(decision), ProblemType.HOLD_CLOSED);
        assertThat(database.number("select count(*) from ledger_entry where kind = 'correct'"))
                .isEqualTo(1);
    }

    @Test
    void a_report_after_a_void_is_charged_holds_nothing_and_is_put_right_by_the_settlement() {
        var decision = admitted();
        answer(node.ledger.voidHold(decision));

        assertThat(answer(node.ledger.settle(decision, soFar(0))).state()).isEqualTo(HoldStatus.State.VOIDED);
        assertThat(answer(node.ledger.settle(decision, soFar(600))).state()).isEqualTo(HoldStatus.State.EXPIRED);
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000600");
        refused(node.ledger.voidHold(decision), ProblemType.USAGE_REPORTED);

        answer(node.ledger.settle(decision, used(0, 0, 700)));
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000700");
    }

    @Test
    void a_due_hold_is_charged_or_given_back_as_the_budget_says() {
        admitted();
        node.time.set(Instant.parse("2026-11-21T10:14:59Z"));
        assertThat(answer(node.ledger.expireDue())).isZero();
        node.time.set(Instant.parse("2026-11-21T10:15:00Z"));

        assertThat(answer(node.ledger.expireDue())).isEqualTo(1);
        assertThat(answer(node.ledger.expireDue())).isZero();

        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.001000");
        assertThat(figures("gentle")).isEqualTo("held 0.000000 spent 0.000000");
        assertThat(database.number("select cardinality(presumed) from hold where state = 'expired'"))
                .isEqualTo(1);
    }

    @Test
    void a_late_settlement_corrects_what_the_expiry_presumed() {
        var decision = admitted();
        node.time.set(Instant.parse("2026-11-21T10:30:00Z"));
        answer(node.ledger.expireDue());

        var closed = answer(node.ledger.settle(decision, used(0, 0, 300)));

        assertThat(closed.charged()).isEqualTo(Money.parse("0.0003"));
        assertThat(answer(node.ledger.settle(decision, used(0, 0, 300)))).isEqualTo(closed);
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000300");
        assertThat(figures("gentle")).isEqualTo("held 0.000000 spent 0.000300");
    }

    @Test
    void a_late_void_takes_the_presumed_charge_back() {
        var decision = admitted();
        node.time.set(Instant.parse("2026-11-21T10:30:00Z"));
        answer(node.ledger.expireDue());

        answer(node.ledger.voidHold(decision));

        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000000");
    }

    @Test
    void due_holds_expire_a_few_at_a_time_where_nothing_else_is_asked_for_so_that_nobody_waits_long_for_them() {
        for (int i = 0; i < 40; i++) {
            admitted();
        }
        node.time.set(Instant.parse("2026-11-21T10:20:00Z"));

        assertThat(answer(node.ledger.expireDue())).isEqualTo(16);
        assertThat(answer(node.ledger.expireDue())).isEqualTo(16);
        assertThat(answer(node.ledger.expireDue())).isEqualTo(8);
        assertThat(answer(node.ledger.expireDue())).isZero();
    }

    @Test
    void more_due_holds_than_one_batch_takes_expire_batch_by_batch_on_two_nodes_at_once() {
        for (int i = 0; i < 150; i++) {
            admitted();
        }
        try (var other = new TestLedger(database)) {
            other.refresh();
            var later = Instant.parse("2026-11-21T10:20:00Z");
            node.time.set(later);
            other.time.set(later);
            int all = 0;
            int expired;
            do {
                var here = node.ledger.expireDue();
                var there = other.ledger.expireDue();
                expired = answer(here) + answer(there);
                all += expired;
            } while (expired > 0);
            assertThat(all).isEqualTo(150);
        }
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.150000");
    }

    private static Settlement soFar(int output) {
        return new Settlement(Usage.of(0, 0, output), null, null, false);
    }

    @Test
    void a_report_of_a_running_call_moves_what_it_used_from_held_to_spent_and_the_settlement_corrects_it() {
        var decision = admitted();
        node.time.set(Instant.parse("2026-11-21T10:05:00Z"));

        var running = answer(node.ledger.settle(decision, soFar(300)));

        assertThat(running)
                .isEqualTo(new HoldStatus(
                        decision,
                        HoldStatus.State.HELD,
                        Money.parse("0.001"),
                        Money.parse("0.0003"),
                        null,
                        Usage.of(0, 0, 300),
                        "default",
                        Instant.parse("2026-11-21T10:05:00Z"),
                        GatewaysLedger.GATEWAY.key(),
                        GatewaysLedger.GATEWAY.owner(),
                        Instant.parse("2026-11-21T10:20:00Z")));
        assertThat(figures("search")).isEqualTo("held 0.000700 spent 0.000300");
        answer(node.ledger.settle(decision, soFar(1200)));
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.001200");
        answer(node.ledger.settle(decision, used(0, 0, 900)));
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000900");
        assertThat(database.number("select count(*) from ledger_entry where kind = 'report'"))
                .isEqualTo(2);
    }

    @Test
    void reports_out_of_order_again_or_after_the_end_change_nothing() {
        var decision = admitted();
        answer(node.ledger.settle(decision, soFar(500)));
        node.time.set(Instant.parse("2026-11-21T10:05:00Z"));

        assertThat(answer(node.ledger.settle(decision, soFar(400))).charged()).isEqualTo(Money.parse("0.0005"));
        assertThat(answer(node.ledger.settle(decision, soFar(500))).expiresAt())
                .isEqualTo(Instant.parse("2026-11-21T10:15:00Z"));
        assertThat(figures("search")).isEqualTo("held 0.000500 spent 0.000500");
        var settled = answer(node.ledger.settle(decision, used(0, 0, 600)));
        assertThat(answer(node.ledger.settle(decision, soFar(900)))).isEqualTo(settled);
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000600");
    }

    @Test
    void reports_put_the_expiry_off_but_not_for_ever() {
        var decision = admitted();
        for (int minute = 10; minute < 60; minute += 10) {
            node.time.set(Instant.parse("2026-11-21T10:00:00Z").plus(Duration.ofMinutes(minute)));
            assertThat(answer(node.ledger.expireDue())).isZero();
            answer(node.ledger.settle(decision, soFar(minute)));
        }

        assertThat(answer(node.ledger.settle(decision, soFar(100))).expiresAt())
                .isEqualTo(Instant.parse("2026-11-21T11:00:00Z"));
        node.time.set(Instant.parse("2026-11-21T11:00:00Z"));
        assertThat(answer(node.ledger.expireDue())).isEqualTo(1);
    }

    @ParameterizedTest(name = "reported {0}: charges {1}, releases {2}, later settled {3}")
    @CsvSource({"400, 0.001000, 0.000400, 0.000700", "1500, 0.001500, 0.001500, 0.000700"})
    void a_reported_hold_that_expires_is_charged_the_larger_or_gives_the_rest_back(
            int reported, String charged, String released, String settled) {
        var decision = admitted();
        answer(node.ledger.settle(decision, soFar(reported)));
        node.time.set(Instant.parse("2026-11-21T10:30:00Z"));
        answer(node.ledger.expireDue());

        assertThat(figures("search")).isEqualTo("held 0.000000 spent " + charged);
        assertThat(figures("gentle")).isEqualTo("held 0.000000 spent " + released);
        refused(node.ledger.voidHold(decision), ProblemType.USAGE_REPORTED);

        answer(node.ledger.settle(decision, used(0, 0, 700)));
        assertThat(figures("search")).isEqualTo("held 0.000000 spent " + settled);
        assertThat(figures("gentle")).isEqualTo("held 0.000000 spent " + settled);
    }

    @Test
    void a_late_report_raises_what_the_expiry_charged_and_reopens_nothing() {
        var decision = admitted();
        node.time.set(Instant.parse("2026-11-21T10:30:00Z"));
        answer(node.ledger.expireDue());

        assertThat(answer(node.ledger.settle(decision, soFar(600))).state()).isEqualTo(HoldStatus.State.EXPIRED);
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.001000");
        assertThat(figures("gentle")).isEqualTo("held 0.000000 spent 0.000600");
        answer(node.ledger.settle(decision, soFar(1600)));
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.001600");
    }

    @Test
    void a_call_that_was_reported_to_run_cannot_be_voided_but_one_that_used_nothing_can() {
        var running = admitted();
        answer(node.ledger.settle(running, soFar(1)));
        var silent = admitted();
        answer(node.ledger.settle(silent, soFar(0)));

        refused(node.ledger.voidHold(running), ProblemType.USAGE_REPORTED);
        answer(node.ledger.voidHold(silent));
        assertThat(figures("search")).isEqualTo("held 0.000999 spent 0.000001");
    }

    @Test
    void without_usage_a_reported_call_is_charged_the_larger_of_estimate_and_report() {
        var small = admitted();
        answer(node.ledger.settle(small, soFar(10)));
        assertThat(answer(node.ledger.settle(small, Settlement.BY_ESTIMATE)).charged())
                .isEqualTo(Money.parse("0.001"));
        var large = admitted();
        answer(node.ledger.settle(large, soFar(3000)));
        var closed = answer(node.ledger.settle(large, Settlement.BY_ESTIMATE));
        assertThat(closed.charged()).isEqualTo(Money.parse("0.003"));
        assertThat(closed.by()).isEqualTo(HoldStatus.By.ESTIMATE);
    }

    @Test
    void every_bucket_is_recorded_and_priced() {
        var decision = admitted();
        var usage = new Usage(100, 20, 30, 40, 5, 6, 7, 8);

        var closed = answer(node.ledger.settle(decision, new Settlement(usage, null, null)));

        // 175 input tokens at 100, 20 from the cache at 10, 21 output tokens at 1000 nano-units
        assertThat(closed.charged()).isEqualTo(new Money(175 * 100 + 20 * 10 + 21 * 1000));
        assertThat(answer(node.ledger.settle(decision, new Settlement(usage, null, null))))
                .isEqualTo(closed);
        assertThat(database.number(
                        "select count(*) from hold where used = array [100, 20, 30, 40, 5, 6, 7, 8]::bigint[]"))
                .isEqualTo(1);
    }

    @Test
    void unknown_decisions_and_decisions_without_a_hold_are_told_apart() {
        var advice = answer(node.ledger.admit(
                node.waiting(TestCatalog.question(caller("search", null), 1000, TestCatalog.advise()), null)));

        refused(node.ledger.settle(node.ids.next(), used(0, 0, 1)), ProblemType.DECISION_NOT_FOUND);
        refused(node.ledger.voidHold(node.ids.next()), ProblemType.DECISION_NOT_FOUND);
        refused(node.ledger.settle(advice.id(), used(0, 0, 1)), ProblemType.NOTHING_HELD);
        refused(node.ledger.voidHold(advice.id()), ProblemType.NOTHING_HELD);
    }

    @Test
    void settlements_void_and_expiry_of_one_hold_that_race_end_it_once() {
        for (int i = 0; i < 30; i++) {
            var decision = admitted();
            node.time.set(node.time.now().plus(Duration.ofMinutes(20)));
            var expired = node.ledger.expireDue();
            var settled = node.ledger.settle(decision, used(0, 0, 100));
            var again = node.ledger.settle(decision, used(0, 0, 100));
            var voided = node.ledger.voidHold(decision);

            answer(expired);
            assertThat(answer(again)).isEqualTo(answer(settled));
            refused(voided, ProblemType.HOLD_CLOSED);
        }
        assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.003000");
    }

    @Test
    void money_given_back_can_be_held_again() {
        node.budget("tight", "{\"product\":\"tight\"}", "0.001", "hard", "charge");
        var first = answer(node.admit(caller("tight", null), 1000));
        assertThat(TestLedger.text(answer(node.admit(caller("tight", null), 1000))))
                .startsWith("deny");

        answer(node.ledger.voidHold(first.id()));

        assertThat(TestLedger.text(answer(node.admit(caller("tight", null), 1000))))
                .startsWith("allow");
    }

    @Test
    void another_node_settles_voids_and_corrects_what_this_one_decided() {
        var settled = admitted();
        var voided = admitted();
        var late = admitted();
        try (var other = new TestLedger(database)) {
            other.time.set(Instant.parse("2026-11-21T10:05:00Z"));
            assertThat(answer(other.ledger.settle(settled, used(0, 0, 400))).charged())
                    .isEqualTo(Money.parse("0.0004"));
            assertThat(answer(other.ledger.voidHold(voided)).state()).isEqualTo(HoldStatus.State.VOIDED);

            node.time.set(Instant.parse("2026-11-21T10:30:00Z"));
            assertThat(answer(node.ledger.expireDue())).isEqualTo(1);
            other.time.set(Instant.parse("2026-11-21T10:31:00Z"));
            answer(other.ledger.settle(late, used(0, 0, 100)));

            assertThat(figures("search")).isEqualTo("held 0.000000 spent 0.000500");
            assertThat(answer(node.ledger.settle(settled, used(0, 0, 400))))
                    .isEqualTo(answer(other.ledger.settle(settled, used(0, 0, 400))));
            refused(node.ledger.settle(settled, used(0, 0, 401)), ProblemType.SETTLEMENT_CONFLICT);
            refused(node.ledger.settle(voided, Settlement.BY_ESTIMATE), ProblemType.HOLD_CLOSED);
        }
    }

    /** Prices doubled with version 8, while calls that version 7 decided were under way. */
    @Test
    void a_settlement_is_priced_by_the_price_book_of_the_decision_though_the_catalog_has_changed() {
        var doubled = TestCatalog.catalog(TestCatalog.VERSION + 1, "2.00", "1.80");
        var before = admitted();
        var after = admitted();
        database.execute("update hold set catalog = 8 where decision_id = '%s'".formatted(after));
        try (var other = new TestLedger(
                database,
                new TestLedger.TestConfig(),
                connections -> connections,
                version -> version == TestCatalog.VERSION ? TestCatalog.CATALOG : doubled)) {
            other.time.set(Instant.parse("2026-11-21T10:05:00Z"));

            assertThat(answer(other.ledger.settle(before, used(0, 0, 400))).charged())
                    .isEqualTo(Money.parse("0.0004"));
            assertThat(answer(other.ledger.settle(after, used(0, 0, 400))).charged())
                    .isEqualTo(Money.parse("0.0008"));
        }
    }
}
