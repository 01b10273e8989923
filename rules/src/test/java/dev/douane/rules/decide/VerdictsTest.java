package dev.douane.rules.decide;

import static dev.douane.rules.decide.Given.NOW;
import static dev.douane.rules.decide.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each verdict, and what it takes to get it. */
class VerdictsTest {
    private static final String[] CATALOG = {
        "big-us big frontier US 10",
        "big-eu big frontier DE 12",
        "mid-eu mid standard DE 3",
        "small-eu small economy FR 1"
    };

    @Test
    void what_was_asked_for_is_allowed_at_its_cheapest_place() {
        given(CATALOG)
                .isDecided("allow big-us")
                .estimatedAt("0.020")
                .becauseOf()
                .withAlternatives("mid-eu", "small-eu");
    }

    @Test
    void a_pinned_deployment_is_allowed_though_another_is_cheaper() {
        given(CATALOG)
                .call(call -> call.pinnedTo(null, null, "big-eu"))
                .isDecided("allow big-eu")
                .withAlternatives("big-us", "mid-eu", "small-eu");
    }

    @Test
    void a_model_is_allowed_at_another_place_when_only_the_model_was_asked_for() {
        given(CATALOG)
                .rule("EU-001", new Effect.RequireHosting("EEA"))
                .isDecided("allow big-eu")
                .becauseOf("EU-001");
    }

    @Test
    void a_pinned_deployment_that_a_rule_excludes_is_rerouted_to_the_same_model_elsewhere() {
        given(CATALOG)
                .call(call -> call.pinnedTo(null, null, "big-us"))
                .rule("EU-001", new Effect.RequireHosting("EEA"))
                .isDecided("reroute big-eu")
                .becauseOf("EU-001");
    }

    @Test
    void a_declared_substitute_goes_before_a_cheaper_stranger_of_the_tier() {
        given("big-us big frontier US 10", "kin-eu kin frontier DE 9", "other-eu other frontier DE 1")
                .model("big", List.of("kin"))
                .rule("EU-001", new Effect.RequireHosting("EEA"))
                .isDecided("reroute kin-eu")
                .withAlternatives("other-eu");
    }

    @Test
    void a_cap_on_the_tier_downgrades_to_the_nearest_lower_tier_though_a_lower_one_is_cheaper() {
        given(CATALOG)
                .rule("COST-101", new Effect.CapTier("standard"))
                .isDecided("downgrade mid-eu")
                .becauseOf("COST-101")
                .withAlternatives("small-eu");
    }

    @Test
    void a_downgrade_that_the_caller_does_not_accept_is_denied() {
        given(CATALOG)
                .acceptingNoDowngrade()
                .rule("COST-101", new Effect.CapTier("standard"))
                .isDecided("deny, nearest big-us")
                .becauseOf("COST-101", "downgrade-not-accepted")
                .butFor("COST-101");
    }

    @Test
    void a_tight_budget_downgrades_and_is_named() {
        given(CATALOG)
                .budget("search", "1", "0.99", Duration.ofDays(1))
                .isDecided("downgrade mid-eu")
                .becauseOf("budget");
    }

    @Test
    void a_budget_that_carries_the_first_choice_is_no_reason() {
        given(CATALOG)
                .budget("search", "1", "0.98", Duration.ofDays(1))
                .isDecided("allow big-us")
                .becauseOf();
    }

    @Test
    void a_soft_budget_stops_nothing() {
        given(CATALOG).softBudget("search", "1", "5").isDecided("allow big-us").becauseOf();
    }

    @Test
    void a_spent_budget_defers_to_its_next_period_when_the_caller_can_wait_that_long() {
        given(CATALOG)
                .waitingAtMost(Duration.ofHours(2))
                .budget("search", "1", "1", Duration.ofHours(2))
                .isDecided("defer until " + NOW.plus(Duration.ofHours(2)))
                .becauseOf("budget");
    }

    @Test
    void a_spent_budget_denies_when_its_next_period_is_a_second_too_far() {
        given(CATALOG)
                .waitingAtMost(Duration.ofHours(2).minusSeconds(1))
                .budget("search", "1", "1", Duration.ofHours(2))
                .isDecided("deny, nearest small-eu")
                .becauseOf("budget")
                .butFor("budget");
    }

    @Test
    void a_budget_too_small_for_the_cheapest_option_denies_however_long_the_caller_waits() {
        given(CATALOG)
                .waitingAtMost(Duration.ofDays(400))
                .budget("search", "0.0019", "0", Duration.ofHours(2))
                .isDecided("deny, nearest small-eu");
    }

    @Test
    void a_rule_that_holds_back_defers_within_the_wait() {
        given(CATALOG)
                .waitingAtMost(Duration.ofHours(2))
                .rule("PACE-1", new Effect.DeferUntilPeriodEnd(NOW.plus(Duration.ofHours(1))))
                .isDecided("defer until " + NOW.plus(Duration.ofHours(1)))
                .becauseOf("PACE-1");
    }

    @Test
    void a_rule_that_holds_back_without_end_denies() {
        given(CATALOG)
                .waitingAtMost(Duration.ofSeconds(Long.MAX_VALUE))
                .rule("PACE-1", new Effect.DeferUntilPeriodEnd(null))
                .isDecided("deny, nearest big-us")
                .butFor("PACE-1");
    }

    @Test
    void a_rule_that_holds_back_promises_nothing_that_another_budget_will_not_carry() {
        given(CATALOG)
                .waitingAtMost(Duration.ofHours(2))
                .rule("PACE-1", new Effect.DeferUntilPeriodEnd(NOW.plus(Duration.ofHours(1))))
                .budget("year", "1", "1", Duration.ofDays(40))
                .isDecided("deny, nearest small-eu")
                .butFor("PACE-1", "budget");
    }

    @Test
    void the_longest_wait_that_can_be_written_is_no_error() {
        given(CATALOG)
                .waitingAtMost(Duration.ofSeconds(Long.MAX_VALUE))
                .budget("search", "1", "1", Duration.ofHours(2))
                .isDecided("defer until " + NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void auto_goes_to_the_cheapest_of_all_tiers() {
        given(CATALOG).calling("auto").isDecided("allow small-eu").withAlternatives();
        assertThat(given(CATALOG).calling("auto").decision().requested()).isNull();
    }

    @Test
    void auto_above_a_floor_goes_to_the_cheapest_that_is_left() {
        given(CATALOG)
                .calling("auto")
                .rule("FLOOR-1", new Effect.FloorTier("standard"))
                .isDecided("allow mid-eu");
    }

    @Test
    void preferences_go_before_cost_and_the_more_are_met_the_better() {
        given(CATALOG)
                .calling("auto")
                .rule("PREF-1", new Effect.PreferHosting("EEA"), new Effect.PreferProvider("provider-big-eu"))
                .isDecided("allow big-eu")
                .withAlternatives("small-eu", "mid-eu", "big-us");
    }

    @Test
    void prefer_cheapest_puts_cost_before_other_preferences() {
        given(CATALOG)
                .rule("PREF-1", new Effect.PreferHosting("EEA"))
                .rule("PREF-2", new Effect.PreferCheapest())
                .isDecided("allow big-us");
    }

    @Test
    void what_would_have_been_asked_for_is_priced_without_the_rules() {
        var decision = given(CATALOG)
                .rule("CAP-1", new Effect.CapOutputTokens(10), new Effect.CapTier("economy"))
                .decision();

        assertThat(decision.requested()).isEqualTo(Money.parse("0.020"));
        assertThat(decision.verdict().target().estimate()).isEqualTo(Money.parse("0.00101"));
        assertThat(decision.verdict().target().maxOutputTokens()).isEqualTo(10);
    }

    @Test
    void a_pin_that_nothing_matches_is_a_reason_to_reroute() {
        given(CATALOG)
                .call(call -> call.pinnedTo("provider-mid-eu", null, null))
                .isDecided("reroute big-us")
                .becauseOf("not-served-there");
    }

    @Test
    void observed_rules_are_told_and_change_nothing() {
        given(CATALOG)
                .observed("DRY-1", new Effect.Deny(), new Effect.CapTier("nonsense"))
                .isDecided("allow big-us")
                .becauseOf("DRY-1", "DRY-1");
    }

    @Test
    void where_the_provider_chooses_the_service_tier_the_dearer_is_held() {
        var prices = new Prices(new TreeMap<>(Map.of(
                "default", List.of(new PriceStep(0, Money.parse("9"), Money.ZERO, Money.parse("1"))),
                "priority", List.of(new PriceStep(0, Money.parse("1"), Money.ZERO, Money.parse("2"))))));
        given().and("own big frontier DE 0", d -> d.prices(prices))
                .call(call -> new Call("big", null, null, null, "chat", 1000, 0, 1000, 1, "auto", new TreeSet<>()))
                .isDecided("allow own")
                .estimatedAt("0.010");
    }
}
