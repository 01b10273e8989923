package dev.douane.rules.decide;

import static dev.douane.rules.decide.Given.NOW;
import static dev.douane.rules.decide.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What budgets of every kind make of a plan: another place, a lower tier, later, never; and how they are named. */
class StepsDownTest {
    private static final Duration TONIGHT = Duration.ofHours(14);
    private static final Duration MONTH_END = Duration.ofDays(9);

    private static final String[] CATALOG = {
        "big-us big frontier US 10", "big-eu big frontier DE 12", "mid-eu mid standard DE 3", "own-eu own economy FR 0"
    };

    @Test
    void a_providers_budget_that_is_used_up_sends_the_call_to_the_same_model_elsewhere() {
        given(CATALOG)
                .budgetOfProvider("provider-big-us", "5", "5", TONIGHT)
                .isDecided("allow big-eu")
                .saying("Budget provider=provider-big-us (provider=provider-big-us) has 0.00 of 5.00 left until %s."
                        .formatted(NOW.plus(TONIGHT)));
    }

    @Test
    void a_budget_of_another_provider_is_no_reason() {
        given(CATALOG)
                .budgetOfProvider("provider-mid-eu", "5", "5", TONIGHT)
                .isDecided("allow big-us")
                .becauseOf();
    }

    @Test
    void a_tiers_budget_that_is_used_up_steps_down_past_all_of_the_tier() {
        given(CATALOG)
                .budgetOfTier("frontier", "100", "99.99", MONTH_END)
                .isDecided("downgrade mid-eu")
                .saying("Budget tier=frontier (tier=frontier) has 0.01 of 100.00 left until %s."
                        .formatted(NOW.plus(MONTH_END)));
    }

    @Test
    void every_step_that_was_passed_over_is_explained() {
        given(CATALOG)
                .calling("big")
                .call(call -> call.pinnedTo("provider-big-us", null, null))
                .budgetOfProvider("provider-big-us", "5", "5", TONIGHT)
                .budgetOfProvider("provider-big-eu", "7", "7", MONTH_END)
                .budgetOfTier("economy", "1", "1", MONTH_END)
                .isDecided("downgrade mid-eu")
                .saying(
                        "Budget provider=provider-big-eu (provider=provider-big-eu) has 0.00 of 7.00 left until %s."
                                .formatted(NOW.plus(MONTH_END)),
                        "Budget provider=provider-big-us (provider=provider-big-us) has 0.00 of 5.00 left until %s."
                                .formatted(NOW.plus(TONIGHT)));
    }

    @Test
    void where_nothing_fits_the_first_budget_to_turn_is_waited_for() {
        given("big-us big frontier US 10", "big-eu big frontier DE 12")
                .waitingAtMost(Duration.ofDays(1))
                .budgetOfProvider("provider-big-us", "5", "5", MONTH_END)
                .budgetOfProvider("provider-big-eu", "5", "5", TONIGHT)
                .isDecided("defer until " + NOW.plus(TONIGHT))
                .saying("Budget provider=provider-big-eu (provider=provider-big-eu) has 0.00 of 5.00 left until %s."
                        .formatted(NOW.plus(TONIGHT)));
    }

    @Test
    void an_option_waits_for_the_last_of_its_own_budgets() {
        given("big-us big frontier US 10", "big-eu big frontier DE 12")
                .waitingAtMost(Duration.ofDays(30))
                .budgetOfProvider("provider-big-us", "5", "5", MONTH_END)
                .budgetOfProvider("provider-big-eu", "5", "5", TONIGHT)
                .budget("search", "1", "1", Duration.ofDays(2))
                .isDecided("defer until " + NOW.plus(Duration.ofDays(2)))
                .becauseOf("budget", "budget");
    }

    @Test
    void a_budget_whose_whole_amount_is_too_little_is_not_waited_for() {
        given("big-us big frontier US 10", "big-eu big frontier DE 12")
                .waitingAtMost(Duration.ofDays(30))
                .budgetOfProvider("provider-big-eu", "0.001", "0", TONIGHT)
                .budgetOfProvider("provider-big-us", "5", "5", MONTH_END)
                .isDecided("defer until " + NOW.plus(MONTH_END));
        given("big-us big frontier US 10", "big-eu big frontier DE 12")
                .waitingAtMost(Duration.ofDays(30))
                .budgetOfProvider("provider-big-eu", "0.001", "0", TONIGHT)
                .budgetOfProvider("provider-big-us", "0.001", "0", TONIGHT)
                .isDecided("deny, nearest big-us")
                .butFor("budget");
    }

    @Test
    void a_denial_speaks_of_what_will_fit_first() {
        given("big-us big frontier US 10", "big-eu big frontier DE 12")
                .budgetOfProvider("provider-big-us", "5", "5", MONTH_END)
                .budgetOfProvider("provider-big-eu", "5", "5", TONIGHT)
                .isDecided("deny, nearest big-eu")
                .butFor("budget");
    }

    @Test
    void what_costs_nothing_is_reached_whatever_has_become_of_the_money() {
        given(CATALOG).budget("search", "0", "0", TONIGHT).isDecided("downgrade own-eu");
        given(CATALOG).budget("search", "1", "1", TONIGHT).isDecided("downgrade own-eu");
        given(CATALOG).budget("search", "1", "7", TONIGHT).isDecided("downgrade own-eu");
        given(CATALOG).budgetToBeCrossed("search", "1", "1").isDecided("downgrade own-eu");
        given(CATALOG).budgetToBeCrossed("search", "0", "0").isDecided("downgrade own-eu");
        given(CATALOG).budgetThatExpects("search", 10, "1", "1").isDecided("downgrade own-eu");
        given(CATALOG)
                .budgetOfTier("economy", "0", "0", TONIGHT)
                .budget("search", "1", "1", TONIGHT)
                .isDecided("downgrade own-eu")
                .saying("Budget search (product=search) has 0.00 of 1.00 left until %s.".formatted(NOW.plus(TONIGHT)));
    }

    @Test
    void what_costs_nothing_is_asked_for_and_given_at_a_budget_of_nothing() {
        given(CATALOG)
                .calling("own")
                .budget("search", "0", "0", TONIGHT)
                .isDecided("allow own-eu")
                .becauseOf();
    }

    @Test
    void a_rule_that_holds_back_holds_nothing_back_that_costs_nothing() {
        var end = new Effect.DeferUntilPeriodEnd(NOW.plus(TONIGHT));
        given(CATALOG).rule("PACE-1", end).isDecided("downgrade own-eu").becauseOf("PACE-1");
        given(CATALOG)
                .calling("own")
                .rule("PACE-1", end)
                .isDecided("allow own-eu")
                .withAlternatives();
        given(CATALOG)
                .waitingAtMost(TONIGHT)
                .acceptingNoDowngrade()
                .rule("PACE-1", end)
                .isDecided("defer until " + NOW.plus(TONIGHT));
        given(CATALOG)
                .acceptingNoDowngrade()
                .rule("PACE-1", end)
                .isDecided("deny, nearest big-us")
                .butFor("PACE-1");
    }

    @Test
    void an_unpriced_place_is_no_news_to_a_call_that_goes_as_it_was_asked() {
        given("big-us big frontier US 10", "big-eu big frontier DE ?", "mid-eu mid standard DE 3")
                .isDecided("allow big-us")
                .becauseOf();
        given("big-us big frontier US 10", "big-eu big frontier DE ?", "mid-eu mid standard DE 3")
                .call(call -> call.pinnedTo(null, null, "big-eu"))
                .isDecided("reroute big-us")
                .becauseOf("unpriced");
        given("big-us big frontier US 10", "big-eu big frontier DE ?")
                .rule("EU-1", new Effect.RequireHosting("DE"))
                .isDecided("deny, nearest big-us")
                .becauseOf("EU-1", "unpriced");
    }

    @Test
    void a_rule_that_fired_for_budgets_says_for_which_whatever_order_they_were_looked_at_in() {
        var rule = Arbitrary.rule("BUDGET-101", "guard@1.0.0");
        var any = new Arbitrary(7);
        var cap = new Effect.CapTier("standard");
        var one = new Fired(rule, cap, Fired.Mode.ENFORCE, List.of(any.budget("a", true)));
        var other = new Fired(rule, cap, Fired.Mode.ENFORCE, List.of(any.budget("b", true)));

        var said = Effects.of(List.of(one, other));

        assertThat(said).isEqualTo(Effects.of(List.of(other, one, other)));
        assertThat(Reason.of(said.enforced().getFirst()).message())
                .matches(
                        "Rule BUDGET-101 says so\\. Budget a \\(product=search\\) has [0-9.]+ of [0-9.]+ left until [-0-9TZ:]+\\."
                                + " Budget b \\(product=search\\) has [0-9.]+ of [0-9.]+ left until [-0-9TZ:]+\\.");
    }

    @Test
    void a_last_call_crosses_the_limit_and_the_one_after_it_steps_down() {
        given(CATALOG)
                .budgetToBeCrossed("search", "1", "0.999999")
                .isDecided("allow big-us")
                .becauseOf();
        given(CATALOG)
                .budgetToBeCrossed("search", "1", "1")
                .isDecided("downgrade own-eu")
                .becauseOf("budget");
    }

    @Test
    void an_expected_amount_fits_where_the_worst_case_would_not() {
        given(CATALOG).budget("search", "1", "0.99", TONIGHT).isDecided("downgrade mid-eu");
        given(CATALOG)
                .budgetThatExpects("search", 50, "1", "0.99")
                .isDecided("allow big-us")
                .becauseOf();
        given(CATALOG).budgetThatExpects("search", 51, "1", "0.99").isDecided("downgrade mid-eu");
    }

    @Test
    void an_alternative_needs_no_other_account_than_the_target() {
        given(CATALOG)
                .call(call -> call.pinnedTo(null, null, "big-eu"))
                .isDecided("allow big-eu")
                .withAlternatives("big-us", "mid-eu", "own-eu");
        given(CATALOG)
                .call(call -> call.pinnedTo(null, null, "big-eu"))
                .budgetOfProvider("provider-big-us", "100", "0", TONIGHT)
                .isDecided("allow big-eu")
                .withAlternatives("mid-eu", "own-eu");
        given(CATALOG)
                .call(call -> call.pinnedTo(null, null, "big-eu"))
                .budgetOfTier("frontier", "100", "0", TONIGHT)
                .isDecided("allow big-eu")
                .withAlternatives("big-us");
    }

    @Test
    void what_was_worked_out_ahead_is_answered_only_where_the_purse_agrees_to_all_of_it() {
        var covered = given(CATALOG).budgetOfTier("economy", "100", "0", TONIGHT);
        var plan = covered.plan();
        var ahead = plan.ahead();
        var foreseen = ahead.decision().orElseThrow();
        assertThat(foreseen.alternatives()).hasSize(2);
        assertThat(plan.decide(plan.admit(Headroom.BOTTOMLESS), Headroom.BOTTOMLESS, ahead))
                .isEqualTo(new Decided(foreseen, true));

        var decided = plan.decide(plan.admit(covered.headroom()), covered.headroom(), ahead);
        assertThat(decided.asAhead()).isFalse();
        assertThat(decided.decision()).isEqualTo(plan.decide(plan.admit(covered.headroom()), covered.headroom()));
        covered.isDecided("allow big-us").withAlternatives("mid-eu");
    }

    @Test
    void of_thousands_that_do_not_fit_each_is_asked_about_once() {
        var many = given();
        IntStream.range(0, 3_000).forEach(i -> many.and("d-%04d big frontier US %d".formatted(i, i + 1), d -> d));
        many.budgetOfTier("frontier", "0.001", "0", TONIGHT);
        var counting = new CountingPurse(many.headroom());

        var admission = many.plan().admit(counting);

        assertThat(admission)
                .isInstanceOfSatisfying(
                        Admission.OverBudget.class,
                        over -> assertThat(over.nearest().deployment().id()).hasToString("d-0000"));
        assertThat(counting.asked).isEqualTo(3_000);
    }

    @Test
    void a_purse_that_goes_by_the_estimate_alone_is_asked_a_handful_of_times() {
        var many = given();
        IntStream.range(0, 3_000).forEach(i -> many.and("d-%04d big frontier US %d".formatted(i, i + 1), d -> d));
        many.budget("search", "0.001", "0", TONIGHT);
        var counting = new CountingPurse(many.headroom());

        assertThat(many.plan().admit(counting)).isInstanceOf(Admission.OverBudget.class);
        assertThat(counting.asked).isLessThanOrEqualTo(4);
    }

    @Test
    void of_a_denied_call_only_the_nearest_place_is_asked_about_unless_it_cannot_be_paid() {
        var many = given();
        IntStream.range(0, 3_000).forEach(i -> many.and("d-%04d big frontier US %d".formatted(i, i % 7 + 1), d -> d));
        many.rule("AA-001", new Effect.Deny());

        assertThat(askedOfADenied(many, many.headroom())).isEqualTo(1);
        var spent = many.budget("search", "0.001", "0", TONIGHT).headroom();
        assertThat(askedOfADenied(many, spent)).as("once a price").isLessThanOrEqualTo(1 + 7);
        var spentThere = many.budgetOfTier("frontier", "0.001", "0", TONIGHT).headroom();
        assertThat(askedOfADenied(many, spentThere)).as("once a place").isLessThanOrEqualTo(1 + 3_000 + 1);
    }

    private static int askedOfADenied(Given given, Headroom headroom) {
        var counting = new CountingPurse(headroom);
        var plan = given.plan();
        plan.decide(plan.admit(counting), counting);
        return counting.asked;
    }

    private static final class CountingPurse implements Headroom {
        private final Headroom headroom;
        int asked;

        CountingPurse(Headroom headroom) {
            this.headroom = headroom;
        }

        @Override
        public List<Budget> tooTight(Option option) {
            asked++;
            return headroom.tooTight(option);
        }

        @Override
        public Money most() {
            return headroom.most();
        }

        @Override
        public boolean covers(Option target, Option alternative) {
            return headroom.covers(target, alternative);
        }

        @Override
        public boolean isByEstimateAlone() {
            return headroom.isByEstimateAlone();
        }
    }
}
