package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.ParameterType;
import dev.douane.service.rulesets.RulesetDiff.Change;
import dev.douane.service.rulesets.RulesetView.PackView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An approver is shown the values that hold, however and wherever they were said. */
class RulesetDiffTest {
    private static final Map<String, String> DEFAULTS = Map.of("1.0.0", "800", "1.1.0", "10");

    @Test
    void a_default_that_changes_with_the_version_is_a_change() {
        var changed = changed(pack("1.0.0", null), pack("1.1.0", null));

        assertThat(changed).singleElement().satisfies(change -> {
            assertThat(change.changes()).containsExactly(Map.entry("version", new Change("1.0.0", "1.1.0")));
            assertThat(change.parameters()).containsExactly(Map.entry("most", new Change("800", "10")));
        });
    }

    @Test
    void a_value_that_is_set_holds_over_defaults_that_change() {
        assertThat(changed(pack("1.0.0", "20"), pack("1.1.0", "20")))
                .singleElement()
                .satisfies(change -> assertThat(change.parameters()).isEmpty());
        assertThat(changed(pack("1.0.0", "10"), pack("1.1.0", null)))
                .singleElement()
                .satisfies(change -> assertThat(change.parameters()).isEmpty());
    }

    /** The padded ones are of rulesets that were stored when they were taken. */
    @ParameterizedTest
    @ValueSource(strings = {"800", "800.0", "0800", " 800"})
    void the_same_value_said_otherwise_is_no_change(String said) {
        assertThat(changed(pack("1.0.0", null), pack("1.0.0", said))).isEmpty();
        assertThat(changed(pack("1.0.0", said), pack("1.0.0", "800"))).isEmpty();
    }

    @Test
    void another_value_is_a_change_from_the_default() {
        assertThat(changed(pack("1.0.0", null), pack("1.0.0", "20.0")))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.changes()).isEmpty();
                    assertThat(change.parameters()).containsExactly(Map.entry("most", new Change("800", "20")));
                });
    }

    @Test
    void a_stored_value_that_is_not_taken_today_is_shown_as_it_was_said() {
        assertThat(changed(pack("1.0.0", "many"), pack("1.0.0", "20")))
                .singleElement()
                .satisfies(change ->
                        assertThat(change.parameters()).containsExactly(Map.entry("most", new Change("many", "20"))));
    }

    private static List<RulesetDiff.PackChange> changed(PackView before, PackView after) {
        return RulesetDiff.of(
                        ruleset(2, after),
                        ruleset(1, before),
                        RulesetDiffTest::declared,
                        List.of(),
                        new RulesetFindings.Told(List.of(), 0))
                .changed();
    }

    private static Map<String, Parameter> declared(PackView pack) {
        var byDefault = DEFAULTS.getOrDefault(pack.version(), "");
        return Map.of("most", Parameter.declared("most", ParameterType.INTEGER, "For a test.", byDefault, null, null));
    }

    private static PackView pack(String version, @Nullable String most) {
        var parameters = most == null ? null : new TreeMap<>(Map.of("most", most));
        return new PackView("capped", version, "sha256:" + version, "enforce", null, null, null, parameters);
    }

    private static RulesetView ruleset(int number, PackView pack) {
        return new RulesetView(
                number,
                "sha256:" + number,
                null,
                null,
                List.of(pack),
                new RulesetView.SettingsView(4096, "UTC"),
                Instant.EPOCH,
                "author",
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
