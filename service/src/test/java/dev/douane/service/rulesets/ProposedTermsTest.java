package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.ParameterType;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Terms that mean the same are the same ruleset, so values of parameters have one spelling. */
class ProposedTermsTest {
    private final List<Violation> violations = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"most, 800, 800", "most, 800.0, 800", "teams, 'b,a , b', 'a, b'", "after, P1D, PT24H"})
    void values_are_kept_in_their_one_spelling(String name, String said, String kept) {
        assertThat(read(name, said)).isEqualTo(kept);
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            most  | "0800"  | (0800) begins with a zero, as if it were a part of a number
            most  | "-010"  | (-010) begins with a zero, as if it were a part of a number
            most  | " 800"  | ( 800) has blanks around it
            teams | "a, b " | (a, b ) has blanks around it
            """)
    void padding_is_refused_at_its_place(String name, String said, String told) {
        read(name, said);

        assertThat(violations).containsExactly(new Violation("/packs/0/parameters/" + name, told));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.5", "-0.5"})
    void a_zero_before_the_point_is_no_padding(String said) {
        read("share", said);

        assertThat(violations).isEmpty();
    }

    @Test
    void what_is_not_declared_or_not_of_the_type_is_left_to_the_packs_checks() {
        assertThat(read("most", "many")).isEqualTo("many");
        assertThat(read("least", "8.0")).isEqualTo("8.0");
        assertThat(violations).isEmpty();
    }

    private String read(String name, String value) {
        var said = new EntryTerms(null, null, null, new TreeMap<>(Map.of(name, value)));
        var read = Objects.requireNonNull(new ProposedTerms("/packs/0", violations).read(said, DECLARED));
        return Objects.requireNonNull(Objects.requireNonNull(read.parameters()).get(name));
    }

    private static final Map<String, Parameter> DECLARED = Map.of(
            "most", declared("most", ParameterType.INTEGER, "800"),
            "share", declared("share", ParameterType.PERCENT, "80"),
            "after", declared("after", ParameterType.DURATION, "PT1H"),
            "teams", declared("teams", ParameterType.STRING_SET, "a"));

    private static Parameter declared(String name, ParameterType type, String byDefault) {
        return Parameter.declared(name, type, "For a test.", byDefault, null, null);
    }
}
