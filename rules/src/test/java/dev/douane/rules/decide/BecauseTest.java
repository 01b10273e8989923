package dev.douane.rules.decide;

import static dev.douane.rules.decide.Given.NOW;
import static dev.douane.rules.decide.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.money.Money;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One reason decides, whatever else was said. {@link DifferentialTest} compares it with a naive finding for all kinds of questions. */
class BecauseTest {
    private static final String[] CATALOG = {
        "big-us big frontier US 10",
        "big-eu big frontier DE 12",
        "mid-eu mid standard DE 3",
        "small-eu small economy FR 1"
    };

    @Test
    void nothing_stands_in_the_way_of_what_goes_as_asked_whatever_rules_said_of_it() {
        given(CATALOG)
                .rule("COST-002", new Effect.CapOutputTokens(100))
                .rule("EU-001", new Effect.RequireHosting("EEA"))
                .isDecided("allow big-eu")
                .decidedBy("as-asked");
    }

    @Test
    void an_unknown_model_decides_and_not_the_rule_that_comes_first_among_the_reasons() {
        given(CATALOG)
                .calling("bigg")
                .rule("COST-002", new Effect.CapTier("economy"))
                .isDecided("deny, nearest null")
                .becauseOf("COST-002", "unknown-model")
                .decidedBy("unknown-model");
    }

    @Test
    void a_rule_that_decides_is_named_with_its_pack_and_its_sentence() {
        var given = given(CATALOG)
                .call(call -> call.pinnedTo(null, null, "big-us"))
                .rule("EU-001", new Effect.RequireHosting("EEA"));

        var because = given.isDecided("reroute big-eu")
                .decidedBy("rule:EU-001")
                .decision()
                .because();

        assertThat(because.rule()).isEqualTo("EU-001");
        assertThat(because.pack()).isEqualTo("test@1.0.0");
        assertThat(because.message())
                .isEqualTo(given.decision().reasons().getFirst().message());
        assertThat(because.kind()).isEqualTo("rule");
    }

    @Test
    void a_downgrade_is_because_of_what_left_nothing_in_the_tier_and_not_of_what_moved_it_inside_it() {
        given(CATALOG)
                .rule("AA-001", new Effect.RequireHosting("EEA"))
                .rule("COST-101", new Effect.CapTier("standard"))
                .isDecided("downgrade mid-eu")
                .decidedBy("rule:COST-101");
    }

    @Test
    void what_is_enough_by_itself_decides_before_what_only_helped() {
        given(CATALOG)
                .rule("AA-001", new Effect.ForbidHosting("US"))
                .rule("BB-001", new Effect.Deny())
                .isDecided("deny, nearest big-eu")
                .decidedBy("rule:BB-001");
    }

    @Test
    void where_it_took_several_the_first_before_the_nearest_place_decides() {
        given("big-us big frontier US 10", "big-eu big frontier DE 12")
                .rule("AA-001", new Effect.ForbidHosting("US"))
                .rule("BB-001", new Effect.CapOutputPrice(Money.parse("11")))
                .isDecided("deny, nearest big-us")
                .decidedBy("rule:AA-001");
    }

    @Test
    void a_tight_budget_decides_a_downgrade_and_a_denial() {
        given(CATALOG)
                .budget("search", "1", "0.99", Duration.ofDays(1))
                .isDecided("downgrade mid-eu")
                .decidedBy("budget");
        given(CATALOG)
                .budget("search", "1", "1", Duration.ofDays(1))
                .isDecided("deny, nearest small-eu")
                .decidedBy("budget");
    }

    @Test
    void a_rule_that_holds_back_decides_before_the_budget_it_waits_with() {
        given(CATALOG)
                .waitingAtMost(Duration.ofHours(2))
                .rule("PACE-1", new Effect.DeferUntilPeriodEnd(NOW.plus(Duration.ofHours(1))))
                .isDecided("defer until " + NOW.plus(Duration.ofHours(1)))
                .decidedBy("rule:PACE-1");
        given(CATALOG)
                .rule("PACE-1", new Effect.DeferUntilPeriodEnd(NOW.plus(Duration.ofHours(1))))
                .budget("year", "1", "1", Duration.ofDays(40))
                .isDecided("deny, nearest small-eu")
                .decidedBy("rule:PACE-1");
    }

    @Test
    void a_pin_to_where_the_model_is_not_decides_that_it_goes_elsewhere() {
        given(CATALOG)
                .call(call -> call.pinnedTo("provider-mid-eu", null, null))
                .isDecided("reroute big-us")
                .decidedBy("not-served-there");
    }

    @Test
    void what_is_observed_decides_nothing() {
        given(CATALOG)
                .observed("AA-001", new Effect.Deny())
                .isDecided("allow big-us")
                .decidedBy("as-asked");
    }

    @Test
    void a_rule_that_cannot_be_evaluated_decides() {
        given(CATALOG).brokenRule("R-13").isDecided("deny, nearest big-us").decidedBy("rule-error");
    }

    @Test
    void a_rule_that_denies_decides_before_the_budget_that_would_deny_too_and_both_would_have_to_be_lifted() {
        given(CATALOG)
                .rule("AA-001", new Effect.Deny())
                .budget("search", "1", "1", Duration.ofDays(1))
                .isDecided("deny, nearest big-us")
                .decidedBy("rule:AA-001")
                .butFor("AA-001", "budget")
                .becauseOf("AA-001", "budget");
    }

    @Test
    void a_budget_is_no_reason_where_the_place_that_the_call_came_nearest_to_could_be_paid() {
        given(CATALOG)
                .rule("AA-001", new Effect.Deny())
                .budget("search", "1", "0.98", Duration.ofDays(1))
                .isDecided("deny, nearest big-us")
                .butFor("AA-001")
                .becauseOf("AA-001");
    }

    @Test
    void what_can_be_paid_is_nearer_than_what_was_asked_for_and_cannot() {
        given(CATALOG)
                .rule("AA-001", new Effect.Deny())
                .budget("search", "1", "0.99", Duration.ofDays(1))
                .isDecided("deny, nearest mid-eu")
                .decidedBy("rule:AA-001")
                .butFor("AA-001");
    }

    @Test
    void a_budget_that_is_enough_by_itself_decides_before_rules_that_only_are_together() {
        given("big-us big frontier US 10", "big-eu big frontier DE 12")
                .rule("AA-001", new Effect.ForbidHosting("US"))
                .rule("BB-001", new Effect.CapOutputPrice(Money.parse("11")))
                .budget("search", "1", "1", Duration.ofDays(1))
                .isDecided("deny, nearest big-us")
                .decidedBy("budget")
                .butFor("AA-001", "budget")
                .becauseOf("AA-001", "BB-001", "budget");
    }

    @Test
    void a_budget_of_one_provider_stands_before_its_places_only() {
        given("big-us big frontier US 10", "big-eu big frontier DE 12")
                .rule("AA-001", new Effect.Deny())
                .budgetOfProvider("provider-big-us", "1", "1", Duration.ofDays(1))
                .isDecided("deny, nearest big-eu")
                .butFor("AA-001")
                .becauseOf("AA-001");
    }

    @Test
    void what_costs_nothing_or_has_no_known_price_is_asked_of_no_budget() {
        given("own own economy DE 0", "big-us big frontier US 10")
                .rule("AA-001", new Effect.Deny())
                .budget("search", "1", "1", Duration.ofDays(1))
                .isDecided("deny, nearest own")
                .butFor("AA-001");
        given("big-us big frontier US ?")
                .budget("search", "1", "1", Duration.ofDays(1))
                .isDecided("deny, nearest big-us")
                .decidedBy("unpriced")
                .butFor("unpriced");
    }
}
