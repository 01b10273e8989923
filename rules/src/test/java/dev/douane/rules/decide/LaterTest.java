package dev.douane.rules.decide;

import static dev.douane.rules.decide.Given.NOW;
import static dev.douane.rules.decide.Given.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What only a budget's state stands in the way of is waited for by those who can. A call of the big model costs 0.02. */
class LaterTest {
    private static final String BIG = "big-us big frontier US 10";
    private static final Duration DAY = Duration.ofDays(1);

    /** Takes something away while any budget is so. */
    private static Rules whileAnyBudget(Predicate<Budget> isSo, Effect... taken) {
        return new Rules() {
            @Override
            public Classification classify(Facts facts) {
                return Classification.NONE;
            }

            @Override
            public Effects evaluate(Facts facts) {
                var fired = new ArrayList<Fired>();
                if (facts.budgets().stream().anyMatch(isSo)) {
                    for (var effect : taken) {
                        fired.add(new Fired(Arbitrary.rule("B-1", "test@1.0.0"), effect, Fired.Mode.ENFORCE));
                    }
                }
                return Effects.of(fired);
            }
        };
    }

    private static boolean isFast(Budget budget) {
        return budget.paced() && requireNonNull(budget.getPace()) > 1.5;
    }

    /** Three quarters used in the first of four days: at the end of the second the calendar has caught up. */
    private static Given fast(Duration wait) {
        return given(BIG)
                .budget("search", "10", "7.5", DAY.multipliedBy(3))
                .rules(whileAnyBudget(LaterTest::isFast, new Effect.CapTier("standard")))
                .waitingAtMost(wait);
    }

    @Test
    void a_call_that_is_stepped_down_for_its_pace_goes_when_the_calendar_has_caught_up() {
        fast(DAY).isDecided("defer until " + NOW.plus(DAY)).becauseOf("B-1");
        fast(DAY.minusSeconds(1)).isDecided("deny, nearest big-us").butFor("B-1");
        fast(Duration.ZERO).isDecided("deny, nearest big-us");
    }

    @Test
    void what_a_used_up_budget_stops_goes_with_its_next_period() {
        var stopping = whileAnyBudget(budget -> budget.getUsedFraction() >= 1, new Effect.Deny());

        given(BIG)
                .budget("search", "10", "10", DAY.multipliedBy(3))
                .rules(stopping)
                .waitingAtMost(DAY.multipliedBy(4))
                .isDecided("defer until " + NOW.plus(DAY.multipliedBy(3)));
        given(BIG)
                .budget("search", "0", "0", DAY.multipliedBy(3))
                .rules(stopping)
                .waitingAtMost(DAY.multipliedBy(4))
                .isDecided("deny, nearest big-us");
    }

    @Test
    void of_two_budgets_the_later_one_counts_and_one_that_would_not_carry_the_call_counts_too() {
        var stopping = whileAnyBudget(budget -> budget.getUsedFraction() >= 1, new Effect.CapTier("economy"));

        given(BIG)
                .budget("a", "10", "10", DAY)
                .budget("b", "10", "10", DAY.multipliedBy(2))
                .rules(stopping)
                .waitingAtMost(DAY.multipliedBy(4))
                .isDecided("defer until " + NOW.plus(DAY.multipliedBy(2)));
        given(BIG)
                .budget("a", "10", "10", DAY)
                .budget("b", "10", "9.99", DAY.multipliedBy(3))
                .rules(stopping)
                .waitingAtMost(DAY.multipliedBy(4))
                .isDecided("defer until " + NOW.plus(DAY.multipliedBy(3)));
        given(BIG)
                .budget("a", "10", "10", DAY)
                .budget("b", "0.01", "0", DAY.multipliedBy(3))
                .rules(stopping)
                .waitingAtMost(DAY.multipliedBy(4))
                .isDecided("deny, nearest big-us");
    }

    @Test
    void anything_else_in_the_way_denies() {
        fast(DAY.multipliedBy(2)).outage(null, null, "big", null).isDecided("deny, nearest big-us");
        given(BIG)
                .budget("search", "10", "7.5", DAY)
                .rules(whileAnyBudget(budget -> true, new Effect.CapTier("standard")))
                .waitingAtMost(DAY.multipliedBy(4))
                .isDecided("deny, nearest big-us");
    }

    @Test
    void a_rule_that_fails_later_lets_nothing_be_waited_for() {
        var rules = whileAnyBudget(LaterTest::isFast, new Effect.CapTier("standard"));
        given(BIG)
                .budget("search", "10", "7.5", DAY.multipliedBy(3))
                .rules(new Rules() {
                    @Override
                    public Classification classify(Facts facts) {
                        return rules.classify(facts);
                    }

                    @Override
                    public Effects evaluate(Facts facts) {
                        if (facts.budgets().getFirst().at().isAfter(NOW)) {
                            throw new RuleFailure("B-2", "scripted to fail");
                        }
                        return rules.evaluate(facts);
                    }
                })
                .waitingAtMost(DAY.multipliedBy(2))
                .isDecided("deny, nearest big-us");
    }

    @Test
    void what_was_worked_out_ahead_changes_no_decision() {
        for (var wait : List.of(DAY, DAY.minusSeconds(1))) {
            var given = fast(wait);
            var plan = given.plan();
            var ahead = plan.ahead();

            assertThat(ahead.byRules()).isNotNull();
            assertThat(plan.decide(plan.admit(given.headroom()), given.headroom(), ahead))
                    .isEqualTo(new Decided(given.decision(), false));
        }
    }
}
