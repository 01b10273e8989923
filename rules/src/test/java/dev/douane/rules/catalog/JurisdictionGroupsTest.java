package dev.douane.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JurisdictionGroupsTest {
    private static final JurisdictionGroups.Group EEA =
            group("EEA", List.of(), member("DE", "1994-01-01", null), member("GB", "1994-01-01", "2021-01-01"));

    @ParameterizedTest
    @CsvSource({"1993-12-31, false", "1994-01-01, true", "2020-12-31, true", "2021-01-01, false", "2026-11-21, false"})
    void a_membership_holds_from_its_first_day_until_the_day_before_its_end(LocalDate day, boolean member) {
        var countries = groups(EEA).on(day).countries("EEA");

        assertThat(countries.contains(new Country("GB"))).isEqualTo(member);
    }

    @Test
    void a_country_may_leave_and_come_back() {
        var groups = groups(
                group("G8", List.of(), member("FR", "1997-01-01", "2014-03-24"), member("FR", "2030-01-01", null)));

        assertThat(groups.on(LocalDate.parse("2014-03-23")).countries("G8")).containsExactly(new Country("FR"));
        assertThat(groups.on(LocalDate.parse("2020-01-01")).countries("G8")).isEmpty();
        assertThat(groups.on(LocalDate.parse("2030-01-01")).countries("G8")).containsExactly(new Country("FR"));
    }

    @Test
    void a_group_has_the_members_of_those_it_includes_on_the_day() {
        var groups = groups(
                EEA,
                group("adequate", List.of(), member("CH", "2000-07-26", null), member("GB", "2021-06-28", null)),
                group("safe", List.of("EEA", "adequate")));

        assertThat(groups.on(LocalDate.parse("2021-03-01")).countries("safe"))
                .containsExactly(new Country("CH"), new Country("DE"));
        assertThat(groups.on(LocalDate.parse("2021-06-28")).countries("safe"))
                .containsExactly(new Country("CH"), new Country("DE"), new Country("GB"));
    }

    @Test
    void subjects_fall_in_every_group_that_one_of_them_is_in() {
        var today = groups(EEA, group("G7", List.of(), member("US", "1975-01-01", null)))
                .on(LocalDate.parse("2026-11-21"));

        assertThat(today.groupsOf(new TreeSet<>(List.of("DE", "US")))).containsExactly("EEA", "G7");
        assertThat(today.groupsOf(new TreeSet<>(List.of("GB")))).isEmpty();
        assertThat(today.groupsOf(new TreeSet<>())).isEmpty();
    }

    @Test
    void the_groups_of_some_countries_are_those_whose_members_meet_them() {
        var random = new Random(11);
        var codes = List.of("AT", "BE", "CH", "DE", "FR", "GB", "US");
        for (int round = 0; round < 500; round++) {
            var named = new TreeMap<String, TreeSet<Country>>();
            for (int group = 0; group < 5; group++) {
                named.put("G" + group, new TreeSet<>());
                codes.stream()
                        .filter(code -> random.nextInt(3) == 0)
                        .map(Country::new)
                        .forEach(named.get("G" + group)::add);
            }
            var wanted = new TreeSet<String>();
            codes.stream().filter(code -> random.nextInt(3) == 0).forEach(wanted::add);

            var naive = named.keySet().stream()
                    .filter(group -> named.get(group).stream().anyMatch(country -> wanted.contains(country.code())))
                    .toList();
            assertThat(new JurisdictionGroups.Membered(named).groupsOf(wanted)).containsExactlyElementsOf(naive);
        }
    }

    @Test
    void days_with_the_same_members_are_equal() {
        var groups = groups(EEA, group("G8", List.of(), member("FR", "1997-01-01", "2014-03-24")));

        assertThat(groups.on(LocalDate.parse("2014-03-22"))).isEqualTo(groups.on(LocalDate.parse("2014-03-23")));
        assertThat(groups.on(LocalDate.parse("2014-03-23"))).isNotEqualTo(groups.on(LocalDate.parse("2014-03-24")));
    }

    @Test
    void a_word_is_a_group_or_a_country_or_nothing() {
        var today = groups(EEA).on(LocalDate.parse("2026-11-21"));

        assertThat(today.countries("US")).containsExactly(new Country("US"));
        assertThat(today.countries("EEA")).containsExactly(new Country("DE"));
        assertThat(today.countries("eea")).isNull();
        assertThat(today.countries("ZZ")).isNull();
    }

    @Test
    void circles_and_missing_groups_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups(group("a", List.of("b")), group("b", List.of("a"))))
                .withMessageContaining("includes itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups(group("a", List.of("b"))))
                .withMessageContaining("(b)");
    }

    private static JurisdictionGroups groups(JurisdictionGroups.Group... groups) {
        var byName = new TreeMap<String, JurisdictionGroups.Group>();
        Arrays.stream(groups).forEach(group -> byName.put(group.name(), group));
        return new JurisdictionGroups(byName);
    }

    private static JurisdictionGroups.Group group(
            String name, List<String> includes, JurisdictionGroups.Membership... members) {
        return new JurisdictionGroups.Group(name, List.of(members), includes);
    }

    private static JurisdictionGroups.Membership member(String country, String from, String until) {
        return new JurisdictionGroups.Membership(
                new Country(country), LocalDate.parse(from), until == null ? null : LocalDate.parse(until));
    }
}
