package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    @Test
    void what_is_finer_than_the_database_keeps_is_left_out() {
        assertThat(Moment.parse("2027-01-31T23:00:00.123456789Z")).isEqualTo("2027-01-31T23:00:00.123456Z");
        assertThat(Moment.parse("9999-12-31T23:59:59.999999999Z")).isEqualTo("9999-12-31T23:59:59.999999Z");
        assertThat(Moment.parse("1970-01-01T00:00:00Z")).isEqualTo("1970-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59.999999999Z",
                "+10000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "-1000000000-01-01T00:00:00Z",
                "tomorrow"
            })
    void what_no_budget_is_about_is_refused(String said) {
        assertThatThrownBy(() -> Moment.parse(said)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void a_span_that_begins_where_nothing_can_be_found_is_refused_and_may_end_there() {
        var wrong = new ArrayList<Violation>();
        Moment.range("9999-12-31T23:59:59Z", null, wrong);
        assertThat(wrong)
                .containsExactly(Violation.ofParameter(
                        "from", "[9999-12-31T23:59:59Z] lies in a far year, where nothing can be found"));

        wrong.clear();
        Moment.range("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z", wrong);
        assertThat(wrong).isEmpty();
    }
}
