package dev.douane.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GapsTest {
    @ParameterizedTest
    @CsvSource({"' ', 3", "'\u00A0', 3", "'\u3000', 3", "'\n', 4", "'\r\n', 4", "'\r', 4"})
    void as_many_as_may_part_nothing_and_one_more_does(String blank, int times) {
        assertThat(Gaps.firstBehind("a" + blank.repeat(times) + "b", 3)).isEmpty();
        assertThat(Gaps.firstBehind("a" + blank.repeat(times + 1) + "b", 3)).hasValue(1 + blank.length() * (times + 1));
    }

    @Test
    void a_tab_is_as_wide_as_it_is_shown() {
        assertThat(Gaps.firstBehind("a\tb", 8)).isEmpty();
        assertThat(Gaps.firstBehind("a\t b", 8)).hasValue(3);
    }

    @Test
    void an_indent_is_a_gap_too() {
        assertThat(Gaps.firstBehind("a\n    b", 3)).hasValue(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "          ",
                "\n\n\n\n\n\n",
                "a          \n   b",
                "a\n     \n     \nb          ",
                "\uFEFF   a"
            })
    void what_nothing_follows_is_none(String text) {
        assertThat(Gaps.firstBehind(text, 3)).isEmpty();
    }
}
