package dev.douane.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures rules see are always numbers: a NaN would be neither above nor below any threshold. */
class BudgetTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void a_half_used_budget_at_a_quarter_of_its_period_runs_at_twice_the_pace() {
        var budget = budget("10", "2", "3", START.plus(Duration.ofDays(20)), START.plus(Duration.ofDays(5)));

        assertThat(budget.left()).isEqualTo(Money.parse("5"));
        assertThat(budget.getRemaining()).isEqualByComparingTo(new BigDecimal("5"));
        assertThat(budget.getUsedFraction()).isEqualTo(0.5);
        assertThat(budget.getElapsedFraction()).isEqualTo(0.25);
        assertThat(budget.getPace()).isEqualTo(2.0);
    }

    @Test
    void an_overrun_leaves_nothing_and_is_more_than_all() {
        var budget = budget("10", "0", "15", START.plus(Duration.ofDays(20)), START);

        assertThat(budget.left()).isEqualTo(Money.ZERO);
        assertThat(budget.getUsedFraction()).isEqualTo(1.5);
    }

    @Test
    void a_budget_of_nothing_is_used_up() {
        assertThat(budget("0", "0", "0", START.plusSeconds(1), START).getUsedFraction())
                .isEqualTo(1.0);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.90", "0.90, 0", "0, 0.000000001"})
    void a_budget_of_nothing_is_over_once_anything_is_held_or_spent(String held, String spent) {
        var end = START.plus(Duration.ofDays(20));
        var ofNothing = budget("0", held, spent, end, START);

        assertThat(ofNothing.getUsedFraction())
                .as("further over than any other limit")
                .isGreaterThan(1.2)
                .isGreaterThan(budget("0.000000001", held, spent, end, START).getUsedFraction())
                .isFinite();
        assertThat(ofNothing.getRemaining()).isZero();
    }

    @Test
    void a_moment_after_its_period_began_a_budgets_pace_is_a_large_number_and_at_the_very_start_none() {
        var end = START.plus(Duration.ofDays(366));

        assertThat(budget("10", "0", "10", end, START.plusNanos(1)).getPace())
                .isGreaterThan(1e12)
                .isFinite();
        assertThat(budget("10", "0", "0", end, START.plusNanos(1)).getPace()).isZero();
        assertThat(budget("10", "0", "10", end, START).getPace()).isZero();
        assertThat(budget("0", "0", "0", end, START).getPace()).isZero();
    }

    @Test
    void a_period_without_length_has_passed() {
        var budget = budget("10", "0", "5", START, START);

        assertThat(budget.getElapsedFraction()).isEqualTo(1.0);
        assertThat(budget.getPace()).isEqualTo(0.5);
    }

    @Test
    void a_period_shorter_than_a_millisecond_is_a_period() {
        assertThat(budget("10", "0", "5", START.plusNanos(1000), START.plusNanos(500))
                        .getElapsedFraction())
                .isEqualTo(0.5);
    }

    @Test
    void a_one_off_budget_may_end_at_the_end_of_time() {
        var budget = budget("10", "0", "5", Instant.MAX, START.plusSeconds(60));

        assertThat(budget.getElapsedFraction()).isBetween(0.0, 1e-9);
        assertThat(budget.getPace()).isGreaterThan(1.0).isFinite();
    }

    @Test
    void a_ceiling_that_is_no_allowance_of_the_calendar_has_no_pace_rather_than_none_at_all() {
        var allowance = budget("10", "0", "5", START.plus(Duration.ofDays(20)), START.plus(Duration.ofDays(5)));
        var ceiling = new Budget(
                allowance.name(),
                allowance.owner(),
                allowance.scope(),
                true,
                allowance.limit(),
                allowance.held(),
                allowance.spent(),
                allowance.periodStart(),
                allowance.periodEnd(),
                allowance.at(),
                false);

        assertThat(ceiling.getPace()).isNull();
        assertThat(ceiling.getElapsedFraction()).isNull();
        assertThat(ceiling.getUsedFraction()).isEqualTo(0.5);
        assertThat(ceiling.standingAt(START.plus(Duration.ofDays(6))).paced()).isFalse();
    }

    @Test
    void later_in_its_period_a_budget_is_used_as_much_at_a_lower_pace_and_in_a_later_one_not_at_all() {
        var end = START.plus(Duration.ofDays(20));
        var budget = budget("10", "2", "3", end, START.plus(Duration.ofDays(5)));

        assertThat(budget.standingAt(START.plus(Duration.ofDays(10))).getPace()).isEqualTo(1.0);
        assertThat(budget.standingAt(end.minusNanos(1)).used()).isEqualTo(Money.parse("5"));
        assertThat(budget.standingAt(end).used()).isEqualTo(Money.ZERO);
        assertThat(budget.standingAt(end).periodStart()).isEqualTo(end);
        assertThat(budget.standingAt(end.plus(Duration.ofDays(50))).periodStart())
                .isEqualTo(end.plus(Duration.ofDays(40)));
        assertThat(budget("0", "0", "0", end, START).standingAt(end).getUsedFraction())
                .isEqualTo(1.0);
    }

    @Test
    void before_and_after_its_period_a_budget_is_at_its_ends() {
        var end = START.plus(Duration.ofDays(20));

        assertThat(budget("10", "0", "5", end, START.minusSeconds(1)).getElapsedFraction())
                .isZero();
        assertThat(budget("10", "0", "5", end, START.minusSeconds(1)).getPace()).isZero();
        assertThat(budget("10", "0", "5", end, end.plusSeconds(1)).getElapsedFraction())
                .isEqualTo(1.0);
    }

    private static Budget budget(String limit, String held, String spent, Instant end, Instant at) {
        return new Budget(
                "search",
                "owner",
                "product=search",
                true,
                Money.parse(limit),
                Money.parse(held),
                Money.parse(spent),
                START,
                end,
                at);
    }
}
