package dev.douane.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {
    @Test
    void rounds_are_compared_with_those_beside_them_and_the_middle_one_counts() {
        var ratios = Ratios.of(List.of(110.0, 300.0, 90.0), List.of(100.0, 100.0, 100.0));

        assertThat(ratios).isEqualTo(new Ratios(1.1, 0.9, 3.0));
    }

    @Test
    void of_an_even_number_the_two_in_the_middle_count() {
        var ratios = Ratios.of(List.of(1.0, 1.02, 1.06, 5.0), List.of(1.0, 1.0, 1.0, 1.0));

        assertThat(ratios.middle()).isCloseTo(1.04, within(1e-9));
    }

    /** A machine that slows down for a while slows both. */
    @Test
    void what_changes_for_both_changes_no_ratio() {
        var ratios = Ratios.of(List.of(103.0, 206.0, 51.5), List.of(100.0, 200.0, 50.0));

        assertThat(ratios.least()).isCloseTo(1.03, within(1e-9));
        assertThat(ratios.most()).isCloseTo(1.03, within(1e-9));
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        assertThatThrownBy(() -> Ratios.of(List.of(), List.of())).hasMessageContaining("(0) rounds");
        assertThatThrownBy(() -> Ratios.of(List.of(1.0), List.of(1.0, 2.0))).hasMessageContaining("with (2)");
        assertThatThrownBy(() -> Ratios.of(List.of(1.0), List.of(0.0))).hasMessageContaining("nothing to compare");
    }
}
