package dev.douane.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.limits.Looking.All;
import dev.douane.rules.limits.Looking.Any;
import dev.douane.rules.limits.Looking.Each;
import dev.douane.rules.limits.Looking.Kind;
import dev.douane.rules.limits.Looking.Whether;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookingTest {
    private static final Each CALL = new Each(Kind.SINGLE);
    private static final Each BUDGET = new Each(Kind.BUDGET);
    private static final Each OUTAGE = new Each(Kind.OUTAGE);

    private static long work(int budgets, int outages, Looking... parts) {
        return new All(List.of(parts)).combinations().at(budgets, outages);
    }

    @Test
    void looking_at_each_fact_once_counts_nothing() {
        assertThat(work(1_000, 1_000, CALL, BUDGET)).isZero();
        assertThat(work(1_000, 1_000, new Any(List.of(BUDGET, OUTAGE)))).isZero();
        assertThat(work(1_000, 1_000, CALL, new Whether(BUDGET))).isZero();
    }

    @Test
    void each_further_fact_is_looked_at_with_each_combination_in_front_of_it() {
        assertThat(work(16, 0, BUDGET, BUDGET)).isEqualTo(256);
        assertThat(work(16, 0, BUDGET, BUDGET, BUDGET)).isEqualTo(256 + 4_096);
        assertThat(work(3, 5, BUDGET, CALL, OUTAGE)).isEqualTo(15);
        assertThat(work(3, 5, BUDGET, OUTAGE, CALL))
                .as("the call with each pair too")
                .isEqualTo(30);
    }

    @Test
    void what_is_only_asked_for_makes_no_further_combinations() {
        assertThat(work(7, 0, BUDGET, new Whether(BUDGET), new Whether(BUDGET))).isEqualTo(49 + 49);
        assertThat(work(7, 3, new Whether(new All(List.of(BUDGET, OUTAGE))), BUDGET))
                .isEqualTo(21);
    }

    @Test
    void each_way_in_which_an_or_comes_true_is_a_rule_of_its_own() {
        assertThat(work(4, 0, BUDGET, new Any(List.of(BUDGET, BUDGET)))).isEqualTo(32);
        assertThat(work(4, 0, BUDGET, BUDGET, new Any(List.of(CALL, CALL)), BUDGET))
                .isEqualTo(2 * (16 + 16 + 64));
        assertThat(work(4, 0, new Whether(new Any(List.of(CALL, CALL))), BUDGET, BUDGET))
                .isEqualTo(2 * 16);
    }

    @Test
    void rules_fire_for_each_combination_that_comes_through() {
        assertThat(firings(16, 32, BUDGET, BUDGET, new Any(List.of(BUDGET, BUDGET, BUDGET))))
                .isEqualTo(3 * 4_096);
        assertThat(firings(16, 32, BUDGET, OUTAGE, new Whether(BUDGET))).isEqualTo(512);
        assertThat(firings(16, 32, CALL, BUDGET))
                .as("once for each of one fact is no matter")
                .isZero();
    }

    private static long firings(int budgets, int outages, Looking... parts) {
        return new All(List.of(parts)).firings().at(budgets, outages);
    }

    @Test
    void what_does_not_fit_a_number_is_the_largest() {
        var many = new ArrayList<Looking>();
        for (int i = 0; i < 20; i++) {
            many.add(BUDGET);
        }
        assertThat(work(12, 0, many.toArray(Looking[]::new))).isEqualTo(Long.MAX_VALUE);
        assertThat(work(1, 0, many.toArray(Looking[]::new))).isEqualTo(19);
        assertThat(work(0, 0, many.toArray(Looking[]::new))).isZero();
    }

    @Test
    void work_is_counted_before_it_is_done() {
        var work = Work.upTo(Limit.EVALUATION_WORK, 10);
        work.spend(10);
        work.spend(0);

        assertThatThrownBy(() -> work.spend(1))
                .isInstanceOfSatisfying(
                        OverLimit.class, over -> assertThat(over.limit()).isEqualTo(Limit.EVALUATION_WORK))
                .hasMessageContaining("at most 10 combinations");
        assertThatThrownBy(() -> Work.upTo(Limit.EVALUATION_WORK).spend(Long.MAX_VALUE))
                .isInstanceOf(OverLimit.class);
    }
}
