package dev.douane.rules.decide;

import static dev.douane.rules.decide.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.catalog.Contract;
import dev.douane.rules.catalog.Term;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not known, or does not work, is taken as the stricter case, and always with a reason. */
class FailClosedTest {
    private static final String[] CATALOG = {"big-us big frontier US 10", "big-eu big frontier DE 12"};

    @Test
    void an_unknown_model_is_denied() {
        given(CATALOG)
                .calling("bug")
                .isDecided("deny, nearest null")
                .becauseOf("unknown-model")
                .butFor("unknown-model");
    }

    @Test
    void a_pin_that_nobody_knows_is_denied_and_nothing_stands_in() {
        given(CATALOG)
                .call(call -> call.pinnedTo("provider-big-su", null, null))
                .isDecided("deny, nearest big-us")
                .becauseOf("unknown-provider")
                .butFor("unknown-provider");
        given(CATALOG)
                .call(call -> call.pinnedTo("provider-big-us", "regoin", null))
                .isDecided("deny, nearest big-us")
                .becauseOf("unknown-region")
                .butFor("unknown-region");
        given(CATALOG)
                .call(call -> call.pinnedTo(null, null, "big-su"))
                .isDecided("deny, nearest big-us")
                .becauseOf("unknown-deployment")
                .butFor("unknown-deployment");
        given(CATALOG)
                .calling("auto")
                .call(call -> call.pinnedTo(null, "mars", null))
                .isDecided("deny, nearest big-us")
                .becauseOf("unknown-region");
    }

    @Test
    void every_word_that_nobody_knows_is_told() {
        given(CATALOG)
                .calling("bug")
                .call(call -> call.pinnedTo("provider-big-su", "mars", "big-su"))
                .isDecided("deny, nearest null")
                .becauseOf("unknown-model", "unknown-provider", "unknown-region", "unknown-deployment");
    }

    @Test
    void a_model_that_nobody_serves_is_denied_whatever_else_there_is() {
        given(CATALOG)
                .model("lonely", List.of("big"))
                .calling("lonely")
                .budget("search", "1", "1", Duration.ofHours(1))
                .waitingAtMost(Duration.ofDays(1))
                .isDecided("deny, nearest null")
                .becauseOf("not-served")
                .butFor("not-served");
    }

    @Test
    void an_empty_catalog_denies_even_auto_with_a_reason() {
        given().calling("auto").isDecided("deny, nearest null").becauseOf("not-served");
    }

    @Test
    void a_placeholder_is_no_target_whatever_else_is_said_of_it() {
        given("big-own big frontier DE 1")
                .and("big-mine big frontier DE 1", d -> d.placeholder(true))
                .isDecided("allow big-own")
                .becauseOf();
        given().and("big-mine big frontier DE 1", d -> d.placeholder(true))
                .isDecided("deny, nearest big-mine")
                .butFor("placeholder");
    }

    @Test
    void an_unpriced_deployment_is_no_target() {
        given("big-us big frontier US ?", "mid-eu mid standard DE 3")
                .isDecided("downgrade mid-eu")
                .becauseOf("unpriced");
    }

    @Test
    void a_price_of_zero_is_a_price() {
        given("own big frontier DE 0").isDecided("allow own").estimatedAt("0");
    }

    @Test
    void an_unknown_price_fits_under_no_cap() {
        given("big-us big frontier US ?")
                .rule("CAP-1", new Effect.CapCallCost(Money.MAX))
                .rule("CAP-2", new Effect.CapOutputPrice(Money.MAX))
                .isDecided("deny, nearest big-us")
                .butFor("unpriced", "CAP-1", "CAP-2");
    }

    @Test
    void unknown_hosting_satisfies_no_requirement_and_escapes_no_prohibition() {
        given("big-any big frontier ? 1")
                .rule("EU-001", new Effect.RequireHosting("EEA"))
                .isDecided("deny, nearest big-any")
                .butFor("EU-001");
        given("big-any big frontier ? 1")
                .rule("EU-002", new Effect.ForbidHosting("CN"))
                .isDecided("deny, nearest big-any")
                .butFor("EU-002");
    }

    @Test
    void unknown_control_satisfies_no_requirement_and_escapes_no_prohibition() {
        given("big-any big frontier ? 1")
                .rule("EU-003", new Effect.RequireControl("EEA"))
                .isDecided("deny, nearest big-any");
        given("big-any big frontier ? 1")
                .rule("EU-004", new Effect.ForbidControl("US"))
                .isDecided("deny, nearest big-any");
    }

    @Test
    void an_unknown_clause_satisfies_no_requirement() {
        for (var effect : List.of(
                new Effect.RequireContinuityClause(),
                new Effect.RequireResidencyClause(),
                new Effect.ForbidTraining(),
                new Effect.RequireCertification("SOC2"))) {
            given(CATALOG)
                    .rule("EU-005", effect)
                    .isDecided("deny, nearest big-us")
                    .butFor("EU-005");
        }
    }

    @Test
    void a_contract_that_says_no_to_training_satisfies_its_prohibition() {
        var contract = new Contract(Term.NO, Term.UNKNOWN, Term.UNKNOWN, new TreeSet<>());
        given(CATALOG)
                .and("big-fr big frontier FR 20", d -> d.contract(contract))
                .rule("EU-005", new Effect.ForbidTraining())
                .isDecided("allow big-fr");
    }

    @Test
    void a_missing_service_tier_has_no_price() {
        given(CATALOG)
                .call(call -> new dev.douane.rules.call.Call(
                        "big", null, null, null, "chat", 10, 0, 10, 1, "flex", new TreeSet<>()))
                .isDecided("deny, nearest big-eu")
                .butFor("service-tier");
    }

    @Test
    void a_capability_that_nothing_has_is_denied() {
        given(CATALOG)
                .call(call -> call.needing(List.of("tools")))
                .isDecided("deny, nearest big-us")
                .butFor("capability");
    }

    @Test
    void a_call_that_exceeds_the_context_goes_elsewhere() {
        given(CATALOG)
                .and("big-tiny big frontier US 1", d -> d.limits(1999, null, 1000))
                .and("big-fit big frontier US 2", d -> d.limits(2000, null, 1000))
                .isDecided("allow big-fit");
    }

    @Test
    void an_outage_is_not_served() {
        given(CATALOG)
                .outage("provider-big-us", null, null, null)
                .isDecided("allow big-eu")
                .becauseOf("outage");
    }

    @Test
    void an_outage_of_what_the_catalog_no_longer_has_stops_nothing() {
        given(CATALOG)
                .outage(null, null, "retired-model", null)
                .outage(null, null, null, "retired")
                .isDecided("allow big-us")
                .becauseOf();
    }

    @Test
    void a_floor_above_a_cap_denies_and_names_both() {
        given(CATALOG)
                .rule("CAP-1", new Effect.CapTier("economy"))
                .rule("FLOOR-1", new Effect.FloorTier("standard"))
                .isDecided("deny, nearest big-us")
                .becauseOf("CAP-1", "FLOOR-1");
    }

    @Test
    void a_rule_that_breaks_denies_in_its_name() {
        var decision = given(CATALOG)
                .brokenRule("EU-666")
                .isDecided("deny, nearest big-us")
                .decision();

        assertThat(decision.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.rule()).isEqualTo("rule-error");
            assertThat(reason.effect()).isEqualTo("ruleError(EU-666)");
            assertThat(reason.message()).contains("EU-666");
        });
    }

    static List<Effect> wordsThatNobodyKnows() {
        return List.of(
                new Effect.RequireHosting("Atlantis"),
                new Effect.ForbidHosting("Atlantis"),
                new Effect.RequireControl("eea"),
                new Effect.ForbidControl("ZZ"),
                new Effect.RequireModel("nobody"),
                new Effect.ForbidModel("nobody"),
                new Effect.CapTier("gold"),
                new Effect.FloorTier("gold"),
                new Effect.PreferHosting("Atlantis"));
    }

    @ParameterizedTest
    @MethodSource("wordsThatNobodyKnows")
    void a_rule_that_names_what_the_catalog_does_not_know_denies_in_its_name(Effect effect) {
        for (var id : List.of("A-1", "Z-1")) {
            given(CATALOG)
                    .rule("M-1", new Effect.PreferCheapest())
                    .rule(id, effect)
                    .isDecided("deny, nearest big-us")
                    .butFor("rule-error");
            assertThat(given(CATALOG).rule(id, effect).decision().reasons())
                    .anySatisfy(reason -> assertThat(reason.effect()).isEqualTo("ruleError(" + id + ")"));
        }
    }

    @Test
    void the_nearest_miss_is_the_first_in_the_order_of_the_plan() {
        given("a-dear big frontier US 12", "z-cheap big frontier US 10")
                .rule("NO-1", new Effect.Deny())
                .isDecided("deny, nearest z-cheap");
    }

    @Test
    void a_rule_enforced_for_one_scope_is_not_hidden_by_its_observed_twin() {
        var rule = Arbitrary.rule("EU-001", "test@1.0.0");
        var observed = new Fired(rule, new Effect.Deny(), Fired.Mode.OBSERVE);
        var enforced = new Fired(rule, new Effect.Deny(), Fired.Mode.ENFORCE);

        assertThat(Effects.of(List.of(observed, enforced)).enforced()).containsExactly(enforced);
        assertThat(Effects.of(List.of(observed))
                        .plus(Effects.of(List.of(enforced)))
                        .enforced())
                .containsExactly(enforced);
    }
}
