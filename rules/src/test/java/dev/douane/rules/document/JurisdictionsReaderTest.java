package dev.douane.rules.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.JurisdictionGroups;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups of countries, as shipped and as an operator writes them. */
class JurisdictionsReaderTest {
    private static final String SMALL = """
            groups:
              - name: north
                description: "The north."
                source: "the map"
                members:
                  - {country: SE, from: 1995-01-01}
                  - {country: GB, from: 1973-01-01, until: 2021-01-01}
                  - {country: NO, from: 2000-01-01, until: 2001-01-01}
                  - {country: NO, from: 2010-01-01}
              - name: north-and-friends
                description: "More."
                source: "the map"
                includes: [north]
            """;

    private static JurisdictionGroups read(String yaml) {
        return JurisdictionsReader.read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(DocumentException.class, () -> read(yaml)).problems().stream()
                .map(DocumentProblem::toString)
                .toList();
    }

    private static Set<String> on(JurisdictionGroups groups, String group, String day) {
        var codes = new TreeSet<String>();
        groups.on(LocalDate.parse(day)).countries(group).stream()
                .map(Country::code)
                .forEach(codes::add);
        return codes;
    }

    @Test
    void membership_begins_on_its_first_day_and_is_over_on_the_day_named() {
        var groups = read(SMALL);

        assertThat(on(groups, "north", "1994-12-31")).containsExactly("GB");
        assertThat(on(groups, "north", "1995-01-01")).containsExactly("GB", "SE");
        assertThat(on(groups, "north", "2020-12-31")).containsExactly("GB", "NO", "SE");
        assertThat(on(groups, "north-and-friends", "2021-01-01")).containsExactly("NO", "SE");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            country: SE     | country: UK     | line 6, groups[0].members[0].country: country (UK) must be an ISO 3166-1 alpha-2 code
            1995-01-01}     | 1995-13-01}     | line 6, groups[0].members[0].from: value (1995-13-01) must be a date such as 2004-05-01
            1995-01-01}     | 1995}           | line 6, groups[0].members[0].from: value (1995) must be a date such as 2004-05-01\\n    Maybe write it in quotes.
            2021-01-01      | 1973-01-01      | line 7, groups[0].members[1].until: until (1973-01-01) must be after from (1973-01-01)
            2010-01-01      | 2000-12-31      | line 9, groups[0].members[3]: country (NO) is already a member by groups[0].members[2] in that time
            [north]         | [nort]          | line 13, groups[1].includes[0]: group (nort) is not in this document\\n    Maybe north?
            name: north     | name: SE        | line 2, groups[0].name: group (SE) has the name of a country
            source: "the map" | cites: "the map" | line 2, groups[0].source: the member (source) is missing
            name: north-and-friends | name: north | line 10, groups[1].name: group (north) is there twice
            [north]         | [north-and-friends] | line 13, groups[1].includes[0]: group (north-and-friends) includes itself by way of (north-and-friends)
            includes: [north] | includes: []  | line 10, groups[1]: a group has members, or includes other groups
            """)
    void a_wrong_value_is_named_with_line_path_and_way_out(String right, String wrong, String problem) {
        assertThat(SMALL).contains(right);

        assertThat(problems(SMALL.replaceFirst(Pattern.quote(right), wrong))).contains(problem.replace("\\n", "\n"));
    }

    @Test
    void the_shipped_union_grew_shrank_and_knows_the_day() {
        var groups = JurisdictionsReader.shipped();

        assertThat(on(groups, "EU", "2013-06-30")).doesNotContain("HR").contains("GB");
        assertThat(on(groups, "EU", "2013-07-01")).contains("HR");
        assertThat(on(groups, "EU", "2020-12-31")).contains("GB");
        assertThat(on(groups, "EEA", "2021-01-01")).doesNotContain("GB").contains("NO", "IS", "LI", "RE");
        assertThat(on(groups, "EEA", "2026-11-01")).containsAll(on(groups, "EU", "2026-11-01"));
    }

    @Test
    void the_shipped_union_has_twenty_seven_members_and_their_territories() {
        var territories = Set.of("AX", "GF", "GP", "MF", "MQ", "RE", "YT");
        var union = on(JurisdictionsReader.shipped(), "EU", "2026-11-01");

        assertThat(union).containsAll(territories);
        union.removeAll(territories);
        assertThat(union).hasSize(27);
    }

    @Test
    void adequacy_is_dated_and_the_united_states_stand_apart() {
        var groups = JurisdictionsReader.shipped();

        assertThat(on(groups, "adequate-eu", "2026-11-01"))
                .containsExactly(
                        "AD", "AR", "BR", "CA", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY");
        assertThat(on(groups, "adequate-eu", "2026-01-26")).doesNotContain("BR");
        assertThat(on(groups, "EEA-or-adequate", "2026-11-01"))
                .contains("DE", "NO", "GB", "JP")
                .doesNotContain("US");
        assertThat(on(groups, "adequate-eu-dpf", "2020-07-15")).containsExactly("US");
        assertThat(on(groups, "adequate-eu-dpf", "2020-07-16")).isEmpty();
        assertThat(on(groups, "adequate-eu-dpf", "2026-11-01")).containsExactly("US");
    }

    @Test
    void the_united_kingdom_has_its_own_list() {
        var groups = JurisdictionsReader.shipped();

        assertThat(on(groups, "adequate-uk", "2026-11-01"))
                .contains("FR", "GI", "KR")
                .doesNotContain("US", "BR", "GB");
        assertThat(on(groups, "UK-or-adequate", "2026-11-01")).contains("GB", "FR");
        assertThat(on(groups, "UK-or-adequate", "2022-12-18")).contains("JP").doesNotContain("KR", "US", "BR");
        assertThat(on(groups, "UK-or-adequate", "2022-12-19")).contains("KR");
        assertThat(on(groups, "UK-or-adequate", "2026-11-01"))
                .as("what is inside the EEA is good enough for the UK")
                .containsAll(on(groups, "EEA", "2026-11-01"));
        assertThat(on(groups, "five-eyes", "2026-11-01")).containsExactly("AU", "CA", "GB", "NZ", "US");
        assertThat(on(groups, "G7", "2026-11-01")).containsExactly("CA", "DE", "FR", "GB", "IT", "JP", "US");
    }
}
