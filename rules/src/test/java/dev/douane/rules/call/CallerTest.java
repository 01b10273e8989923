package dev.douane.rules.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "search",
                " search\t",
                "search\u00A0", // no-break space
                "\u202Fsearch\u2007", // narrow and as wide as a digit, both without a break
                "\uFEFFsearch", // byte order mark
                "search\u200B\u2060", // no width
                "\u3000search \u00A0 ",
            })
    void blanks_around_a_name_do_not_count_seen_or_unseen(String name) {
        assertThat(Caller.spelled(name)).isEqualTo("search");
    }

    @Test
    void what_stands_inside_a_name_is_the_names() {
        assertThat(Caller.spelled("R\u00A0&\u00A0D")).isEqualTo("R\u00A0&\u00A0D");
        assertThat(Caller.spelled("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"))
                .hasSize(8); // Persian, with a joiner that is spelling
    }

    @Test
    void letters_are_composed() {
        assertThat(Caller.spelled("e\u0301lodie ")).isEqualTo("\u00E9lodie");
    }

    @Test
    void blanks_alone_are_no_name() {
        assertThat(Caller.spelled(" \u00A0\u200B")).isEmpty();
    }

    @Test
    void the_longest_name_is_composed_however_many_characters_its_letters_come_in() {
        var letter = "\u03B1\u0313\u0300\u0345"; // alpha with all that Greek puts on it

        assertThat(Caller.spelled(" " + letter.repeat(256) + " ")).isEqualTo("\u1F82".repeat(256));
    }

    @Test
    void what_is_longer_than_any_name_is_not_composed() { // it takes the square of the length
        var marks = "a" + "\u0315".repeat(60_000) + "\u0300".repeat(60_000);

        assertThat(Caller.spelled(" " + marks + "\u00A0")).isEqualTo(marks);
    }
}
