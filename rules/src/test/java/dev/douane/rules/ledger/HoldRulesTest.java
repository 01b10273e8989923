package dev.douane.rules.ledger;

import static dev.douane.rules.ledger.MemoryNode.settled;
import static dev.douane.rules.ledger.MemoryNode.voided;
import static dev.douane.rules.ledger.MemoryNode.words;
import static dev.douane.rules.ledger.TwoPlaces.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.ledger.Hold.Stage;
import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.rules.terms.Attribute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of 1000 output tokens at {@code big-one}, so holds of 0.001. The one budget charges what expires, the other gives it back. */
class HoldRulesTest {
    private final MemoryNode node = new MemoryNode();

    @BeforeEach
    void budgets() {
        node.budget(TestBudget.of("search", "1").by(Attribute.PRODUCT, "search"));
        node.budget(TestBudget.of("gentle", "1").soft().releasing());
    }

    @AfterEach
    void everythingAddsUp() {
        node.store.everythingAddsUp();
    }

    private UUID admitted() {
        return ((Outcome.Made) node.ask(node.call(caller("search", "u1"), 1000)))
                .ask()
                .id();
    }

    private String used(UUID decision, int output) {
        return settle(decision, Settlement.of(Usage.of(0, 0, output)));
    }

    private String soFar(UUID decision, int output) {
        return settle(decision, Settlement.soFar(Usage.of(0, 0, output)));
    }

    private String settle(UUID decision, Settlement settlement) {
        return words(node.ask(settled(decision, settlement)));
    }

    private String given(UUID decision) {
        return words(node.ask(voided(decision)));
    }

    private String expired() {
        return words(node.ask(new Ask.Expire(64)));
    }

    private Hold hold(UUID decision) {
        return node.store.holds.get(decision);
    }

    private List<String> entries() {
        return node.store.entries.stream().map(entry -> entry.kind().word()).toList();
    }

    private void at(String time) {
        node.now = Instant.parse("2026-11-21T" + time + "Z");
    }

    // --- settling

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

        assertThat(settle(decision, Settlement.of(Usage.of(input, cached, output))))
                .isEqualTo("settled " + charged);

        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent " + charged);
        assertThat(node.figures("gentle")).isEqualTo("held 0.000000 spent " + charged);
        assertThat(hold(decision).state())
                .isEqualTo(new Hold.State(
                        Stage.SETTLED,
                        Instant.parse("2026-11-21T10:15:00Z"),
                        null,
                        List.of(),
                        Instant.parse("2026-11-21T10:00:00Z"),
                        Money.parse(charged),
                        Hold.By.USAGE,
                        Settlement.of(Usage.of(input, cached, output)),
                        MemoryNode.GATEWAY.key()));
    }

    @Test
    void a_settlement_past_the_limit_is_charged_whole_and_the_next_call_is_denied() {
        var decision = admitted();

        assertThat(used(decision, 2_000_000)).isEqualTo("settled 2.000000");

        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 2.000000");
        assertThat(words(node.ask(node.call(caller("search", "u1"), 1)))).startsWith("deny");
    }

    @Test
    void without_usage_the_estimate_is_charged_and_the_hold_says_so() {
        var decision = admitted();

        assertThat(settle(decision, Settlement.BY_ESTIMATE)).isEqualTo("settled 0.001000");

        assertThat(hold(decision).state().by()).isEqualTo(Hold.By.ESTIMATE);
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.001000");
    }

    @Test
    void an_alternative_is_charged_at_its_own_price_and_a_stranger_is_refused() {
        var decision = admitted();
        var usage = Usage.of(0, 0, 1000);

        assertThat(settle(decision, new Settlement(usage, "big-three", null, true)))
                .isEqualTo("DEPLOYMENT_NOT_DECIDED");
        assertThat(node.ask(settled(decision, new Settlement(usage, null, "priority", true))))
                .isEqualTo(new Outcome.Refused(
                        settled(decision, new Settlement(usage, null, "priority", true)), Refusal.NO_PRICE, "big-one"));
        assertThat(node.figures("search")).isEqualTo("held 0.001000 spent 0.000000");

        assertThat(settle(decision, new Settlement(usage, "big-two", "default", true)))
                .isEqualTo("settled 0.000900");
    }

    @Test
    void the_same_settlement_again_changes_nothing_and_another_is_refused() {
        var decision = admitted();
        used(decision, 400);
        var settled = hold(decision);
        at("10:05:00");

        var again = (Outcome.Ended) node.ask(MemoryNode.settled(decision, Settlement.of(Usage.of(0, 0, 400))));

        assertThat(again.isChanged()).isFalse();
        assertThat(again.hold()).isEqualTo(settled);
        assertThat(used(decision, 401)).isEqualTo("SETTLED_OTHERWISE");
        assertThat(settle(decision, Settlement.BY_ESTIMATE)).isEqualTo("SETTLED_OTHERWISE");
        assertThat(given(decision)).isEqualTo("SETTLED");
        assertThat(hold(decision)).isEqualTo(settled);
        assertThat(entries()).containsExactly("hold", "settle");
    }

    @Test
    void what_a_settlement_leaves_out_may_be_said_in_its_repeats_and_the_other_way_round() {
        var usage = Usage.of(0, 0, 400);
        var brief = admitted();
        settle(brief, new Settlement(usage, null, null, true));
        var full = admitted();
        settle(full, new Settlement(usage, "big-one", "default", true));
        var estimated = admitted();
        settle(estimated, Settlement.BY_ESTIMATE);

        for (var deployment : new String[] {null, "big-one"}) {
            for (var tier : new String[] {null, "default"}) {
                var again = new Settlement(usage, deployment, tier, true);
                assertThat(settle(brief, again)).isEqualTo("settled 0.000400");
                assertThat(settle(full, again)).isEqualTo("settled 0.000400");
                assertThat(settle(estimated, new Settlement(null, deployment, tier, true)))
                        .isEqualTo("settled 0.001000");
            }
        }
        assertThat(settle(full, new Settlement(usage, "big-two", null, true))).isEqualTo("SETTLED_OTHERWISE");
        assertThat(settle(brief, new Settlement(usage, null, "priority", true))).isEqualTo("SETTLED_OTHERWISE");
    }

    @Test
    void every_bucket_is_priced() {
        var usage = new Usage(100, 20, 30, 40, 5, 6, 7, 8);

        // 175 input tokens at 100, 20 from the cache at 10, 21 output tokens at 1000 nano-units
        assertThat(settle(admitted(), Settlement.of(usage)))
                .isEqualTo("settled " + new Money(175 * 100 + 20 * 10 + 21 * 1000));
    }

    @Test
    void a_settlement_is_priced_by_the_catalog_of_the_decision() {
        var decision = admitted();
        node.catalogs.add(TwoPlaces.catalog(8, "2.00", "1.80"));

        assertThat(used(decision, 400)).isEqualTo("settled 0.000400");
    }

    @Test
    void a_settlement_with_usage_tells_what_the_next_call_will_use_and_nothing_else_does() {
        var first = admitted();
        var told = (Outcome.Ended) node.ask(settled(first, Settlement.of(Usage.of(5, 0, 321))));
        var again = (Outcome.Ended) node.ask(settled(first, Settlement.of(Usage.of(5, 0, 321))));
        var report = (Outcome.Ended) node.ask(settled(admitted(), Settlement.soFar(Usage.of(0, 0, 5))));
        var silent = (Outcome.Ended) node.ask(settled(admitted(), Settlement.BY_ESTIMATE));

        assertThat(told.observed()).isEqualTo(new Outcome.Observed("big", 321, 1));
        assertThat(again.observed()).isNull();
        assertThat(report.observed()).isNull();
        assertThat(silent.observed()).isNull();
    }

    // --- voids

    @Test
    void a_void_gives_everything_back_once() {
        var decision = admitted();
        assertThat(given(decision)).isEqualTo("voided 0.000000");
        var voided = hold(decision);
        at("10:05:00");

        assertThat(given(decision)).isEqualTo("voided 0.000000");
        assertThat(hold(decision)).isEqualTo(voided);
        assertThat(settle(decision, Settlement.BY_ESTIMATE)).isEqualTo("VOIDED");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000000");
        assertThat(entries()).containsExactly("hold", "void");
    }

    @Test
    void usage_that_is_told_after_a_void_is_charged_and_stays() {
        var decision = admitted();
        given(decision);

        assertThat(used(decision, 300)).isEqualTo("settled 0.000300");
        assertThat(used(decision, 300)).isEqualTo("settled 0.000300");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000300");
        assertThat(node.figures("gentle")).isEqualTo("held 0.000000 spent 0.000300");
        assertThat(given(decision)).isEqualTo("SETTLED");
        assertThat(entries()).containsExactly("hold", "void", "correct");
    }

    @Test
    void a_report_after_a_void_is_charged_holds_nothing_and_is_put_right_by_the_settlement() {
        var decision = admitted();
        given(decision);

        assertThat(soFar(decision, 0)).isEqualTo("voided 0.000000");
        assertThat(soFar(decision, 600)).isEqualTo("expired 0.000600");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000600");
        assertThat(given(decision)).isEqualTo("USAGE_REPORTED");

        assertThat(used(decision, 700)).isEqualTo("settled 0.000700");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000700");
    }

    @Test
    void money_given_back_can_be_held_again() {
        node.budget(TestBudget.of("tight", "0.001").by(Attribute.PRODUCT, "tight"));
        var first = node.call(caller("tight", null), 1000);

        var outcomes = node.ask(List.of(
                first,
                node.call(caller("tight", null), 1000),
                voided(first.id()),
                node.call(caller("tight", null), 1000)));

        assertThat(outcomes.stream().map(outcome -> words(outcome).split(" ", 2)[0]))
                .containsExactly("allow", "deny", "voided", "allow");
    }

    // --- expiry

    @Test
    void a_due_hold_is_charged_or_given_back_as_the_budget_says() {
        var decision = admitted();
        at("10:14:59");
        assertThat(expired()).isEqualTo("expired 0");
        at("10:15:00");

        assertThat(expired()).isEqualTo("expired 1");
        assertThat(expired()).isEqualTo("expired 0");

        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.001000");
        assertThat(node.figures("gentle")).isEqualTo("held 0.000000 spent 0.000000");
        assertThat(hold(decision).state().presumed()).hasSize(1);
        assertThat(hold(decision).state().movedBy()).isEqualTo(Mover.HOUSE_WORD);
    }

    @Test
    void a_late_settlement_corrects_what_the_expiry_presumed() {
        var decision = admitted();
        at("10:30:00");
        expired();

        assertThat(used(decision, 300)).isEqualTo("settled 0.000300");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000300");
        assertThat(node.figures("gentle")).isEqualTo("held 0.000000 spent 0.000300");
        assertThat(entries()).containsExactly("hold", "expire", "correct");
    }

    @Test
    void a_late_void_takes_the_presumed_charge_back() {
        var decision = admitted();
        at("10:30:00");
        expired();

        assertThat(given(decision)).isEqualTo("voided 0.000000");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000000");
    }

    @ParameterizedTest(name = "reported {0}: charges {1}, releases {2}")
    @CsvSource({"400, 0.001000, 0.000400", "1500, 0.001500, 0.001500"})
    void a_reported_hold_that_expires_is_charged_the_larger_or_gives_the_rest_back(
            int reported, String charged, String released) {
        var decision = admitted();
        soFar(decision, reported);
        at("10:30:00");
        expired();

        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent " + charged);
        assertThat(node.figures("gentle")).isEqualTo("held 0.000000 spent " + released);
        assertThat(given(decision)).isEqualTo("USAGE_REPORTED");

        assertThat(used(decision, 700)).isEqualTo("settled 0.000700");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000700");
        assertThat(node.figures("gentle")).isEqualTo("held 0.000000 spent 0.000700");
    }

    @Test
    void a_late_report_raises_what_the_expiry_charged_and_reopens_nothing() {
        var decision = admitted();
        at("10:30:00");
        expired();

        assertThat(soFar(decision, 600)).isEqualTo("expired 0.000600");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.001000");
        assertThat(node.figures("gentle")).isEqualTo("held 0.000000 spent 0.000600");
        assertThat(soFar(decision, 1600)).isEqualTo("expired 0.001600");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.001600");
    }

    @Test
    void one_that_is_settled_in_the_same_batch_does_not_expire_as_well() {
        var decision = admitted();
        at("10:30:00");

        var outcomes = node.ask(List.of(settled(decision, Settlement.of(Usage.of(0, 0, 300))), new Ask.Expire(64)));

        assertThat(outcomes.stream().map(MemoryNode::words)).containsExactly("settled 0.000300", "expired 0");
        assertThat(entries()).containsExactly("hold", "settle");
    }

    @Test
    void one_that_expires_in_the_same_batch_is_corrected_by_the_settlement_after_it() {
        var decision = admitted();
        at("10:30:00");

        var outcomes = node.ask(
                List.of(new Ask.Expire(64), settled(decision, Settlement.of(Usage.of(0, 0, 300))), voided(decision)));

        assertThat(outcomes.stream().map(MemoryNode::words))
                .containsExactly("expired 1", "settled 0.000300", "SETTLED");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000300");
    }

    // --- reports

    @Test
    void a_report_moves_what_was_used_from_held_to_spent_and_the_settlement_corrects_it() {
        var decision = admitted();
        at("10:05:00");

        assertThat(soFar(decision, 300)).isEqualTo("held 0.000300");
        assertThat(hold(decision).state().expiresAt()).isEqualTo(Instant.parse("2026-11-21T10:20:00Z"));
        assertThat(node.figures("search")).isEqualTo("held 0.000700 spent 0.000300");
        soFar(decision, 1200);
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.001200");
        used(decision, 900);
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000900");
        assertThat(entries()).containsExactly("hold", "report", "report", "settle");
    }

    @Test
    void reports_out_of_order_again_or_after_the_end_change_nothing() {
        var decision = admitted();
        soFar(decision, 500);
        at("10:05:00");

        assertThat(soFar(decision, 400)).isEqualTo("held 0.000500");
        assertThat(soFar(decision, 500)).isEqualTo("held 0.000500");
        assertThat(hold(decision).state().expiresAt()).isEqualTo(Instant.parse("2026-11-21T10:15:00Z"));
        used(decision, 600);
        assertThat(soFar(decision, 900)).isEqualTo("settled 0.000600");
        assertThat(node.figures("search")).isEqualTo("held 0.000000 spent 0.000600");
    }

    @Test
    void a_later_report_that_costs_less_does_not_take_back_what_was_spent() {
        var decision = admitted();
        soFar(decision, 500);

        var cheaper = new Settlement(Usage.of(0, 0, 510), "big-two", null, false); // 0.000459

        assertThat(settle(decision, cheaper)).isEqualTo("held 0.000500");
        assertThat(hold(decision).state().settlement()).isEqualTo(cheaper);
        assertThat(node.figures("search")).isEqualTo("held 0.000500 spent 0.000500");
    }

    @Test
    void reports_put_the_expiry_off_but_not_for_ever() {
        var decision = admitted();
        for (int minute = 10; minute < 60; minute += 10) {
            node.now = Instant.parse("2026-11-21T10:00:00Z").plus(Duration.ofMinutes(minute));
            assertThat(expired()).isEqualTo("expired 0");
            soFar(decision, minute);
        }

        soFar(decision, 100);
        assertThat(hold(decision).state().expiresAt()).isEqualTo(Instant.parse("2026-11-21T11:00:00Z"));
        at("11:00:00");
        assertThat(expired()).isEqualTo("expired 1");
    }

    @Test
    void a_call_that_was_reported_to_run_cannot_be_voided_but_one_that_used_nothing_can() {
        var running = admitted();
        soFar(running, 1);
        var silent = admitted();
        soFar(silent, 0);

        assertThat(given(running)).isEqualTo("USAGE_REPORTED");
        assertThat(given(silent)).isEqualTo("voided 0.000000");
        assertThat(node.figures("search")).isEqualTo("held 0.000999 spent 0.000001");
    }

    @Test
    void without_usage_a_reported_call_is_charged_the_larger_of_estimate_and_report() {
        var small = admitted();
        soFar(small, 10);
        assertThat(settle(small, Settlement.BY_ESTIMATE)).isEqualTo("settled 0.001000");
        var large = admitted();
        soFar(large, 3000);
        assertThat(settle(large, Settlement.BY_ESTIMATE)).isEqualTo("settled 0.003000");
        assertThat(hold(large).state().by()).isEqualTo(Hold.By.ESTIMATE);
    }

    // --- whose they are

    @Test
    void unknown_decisions_and_decisions_without_a_hold_are_told_apart() {
        var advice = node.call(TwoPlaces.question(caller("search", null), 1000, TwoPlaces.advise()), null, List.of());

        assertThat(node.ask(List.of(advice, voided(advice.id()))).stream().map(MemoryNode::words))
                .contains("NOTHING_HELD");
        assertThat(given(advice.id())).isEqualTo("NOTHING_HELD");
        assertThat(used(advice.id(), 1)).isEqualTo("NOTHING_HELD");
        assertThat(used(node.id(), 1)).isEqualTo("NO_SUCH_DECISION");
        assertThat(given(node.id())).isEqualTo("NO_SUCH_DECISION");
    }

    @Test
    void nobody_moves_or_learns_of_what_is_somebody_else_s_but_who_keeps_the_books() {
        var decision = admitted();
        var advice = node.call(TwoPlaces.question(caller("search", null), 1000, TwoPlaces.advise()), null, List.of());
        node.ask(advice);
        var stranger = new Mover("fedcba9876543210", "gateway:other");
        var bookkeeper = new Mover("fedcba9876543210", null);
        var theKeyAlone = new Mover(MemoryNode.GATEWAY.key(), MemoryNode.GATEWAY.key());

        assertThat(words(node.ask(new Ask.VoidHold(advice.id(), theKeyAlone, Ask.Why.ASKED))))
                .isEqualTo("NOTHING_HELD");

        assertThat(words(node.ask(new Ask.VoidHold(decision, stranger, Ask.Why.ASKED))))
                .isEqualTo("NO_SUCH_DECISION");
        assertThat(words(node.ask(new Ask.VoidHold(advice.id(), stranger, Ask.Why.ASKED))))
                .isEqualTo("NO_SUCH_DECISION");
        assertThat(words(node.ask(new Ask.VoidHold(advice.id(), bookkeeper, Ask.Why.ASKED))))
                .isEqualTo("NOTHING_HELD");
        assertThat(words(node.ask(new Ask.VoidHold(decision, bookkeeper, Ask.Why.ASKED))))
                .isEqualTo("voided 0.000000");
        assertThat(hold(decision).state().movedBy()).isEqualTo("fedcba9876543210");
    }
}
