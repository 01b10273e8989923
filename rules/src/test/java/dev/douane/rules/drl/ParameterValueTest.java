package dev.douane.rules.drl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of parameters are what somebody may be called; lists as other languages write them are none. */
class ParameterValueTest {
    private static List<String> words(ParameterType type, String text) {
        return ParameterValue.read(type, text) instanceof ParameterValue.Words(var words) ? words : List.of();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "हिन्दी दल",
                "R&D",
                "Sales (EMEA)",
                "(new) sales",
                "'s-Hertogenbosch",
                "#platform",
                "_svc",
                "Team [EU]",
                "{new} team",
                "50% club!",
                "東京・支店"
            })
    void a_word_is_whatever_a_caller_may_be_called(String name) {
        assertThat(words(ParameterType.STRING_SET, "a, " + name + " ,b")).containsExactly("a", name, "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "-", "a\\b", "a\u0007b", "a\nb", "a\u200Bb", "a\u2028b", "a\u202Eb", "\uE000x"})
    void what_is_not_seen_or_says_nothing_is_no_word(String name) {
        assertThatThrownBy(() -> words(ParameterType.STRING_SET, "a," + name + ",b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("(%s) must be words such as dev, test".formatted(name.strip()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\"dev\", \"test\"]", "[dev, test]", "[dev]", "\"dev, test\"", "\"dev\"", "'dev'", "{dev}"})
    void a_list_in_quotes_or_brackets_is_not_taken_for_names_that_nobody_has(String list) {
        assertThatThrownBy(() -> words(ParameterType.STRING_SET, list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "must be words such as dev, test\nMaybe leave out the quotes or brackets around it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"R&D", "EEA (all)", "हिन्दी"})
    void tiers_and_places_are_plain_words(String word) {
        assertThatThrownBy(() -> words(ParameterType.TIER, word)).hasMessageContaining("a tier such as standard");
        assertThatThrownBy(() -> words(ParameterType.JURISDICTIONS, "EEA, " + word))
                .hasMessageContaining("groups and countries such as EEA, CH");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INTEGER       | 800.0        | 800
            INTEGER       | -0           | 0
            MONEY         | 0.50         | 0.5
            MONEY         | 100          | 100
            PERCENT       | 80.0 %       | 80
            PERCENT       | 0.5          | 0.5
            DURATION      | P1D          | PT24H
            TIER          | standard     | standard
            JURISDICTIONS | EEA,CH,EEA   | CH, EEA
            STRING_SET    | test ,  dev  | dev, test
            """)
    void what_means_the_same_has_one_spelling_that_is_read_again(ParameterType type, String said, String spelled) {
        assertThat(ParameterValue.spelled(type, ParameterValue.read(type, said)))
                .isEqualTo(spelled)
                .isEqualTo(ParameterValue.spelled(type, ParameterValue.read(type, spelled)));
    }

    @Test
    void a_word_has_two_hundred_characters_at_most_and_is_told_cut() {
        assertThat(words(ParameterType.STRING_SET, "ä".repeat(200))).hasSize(1);
        assertThatThrownBy(() -> words(ParameterType.STRING_SET, "ä".repeat(201)))
                .hasMessage("(%s…) must be words such as dev, test".formatted("ä".repeat(60)));
        for (var type : ParameterType.values()) {
            assertThatThrownBy(() -> ParameterValue.read(type, "9".repeat(1_000_000)))
                    .as(type.word())
                    .message()
                    .hasSizeLessThan(200);
        }
    }
}
