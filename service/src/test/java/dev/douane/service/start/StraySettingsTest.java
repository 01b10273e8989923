package dev.douane.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class StraySettingsTest {
    @Inject
    StraySettings settings;

    @Test
    void what_is_declared_by_a_slice_is_known_with_or_without_a_default() {
        assertThat(settings.known())
                .contains(
                        "DOUANE_LEDGER_HOLD_TTL",
                        "DOUANE_CATALOG_FILE",
                        "DOUANE_PACKS_TRUST",
                        "DOUANE_VOCABULARY_DATA_CLASSES",
                        "DOUANE_DRAIN_QUIET",
                        "DOUANE_DB_URL")
                .doesNotContain("DOUANE_LEDGER");
    }

    @Test
    void a_misspelt_setting_is_told_with_the_nearest_one() {
        var given = List.of("DOUANE_LEDGER_HOLD_TLL", "DOUANE_JAVA_OPTS", "DOUANE_DATA_DIR", "PATH");

        assertThat(StraySettings.complaints(given, settings.known()))
                .containsExactly(
                        "DOUANE_LEDGER_HOLD_TLL is no setting, so it changes nothing. Maybe DOUANE_LEDGER_HOLD_TTL?");
    }

    @Test
    void what_is_like_nothing_is_told_alone() {
        assertThat(StraySettings.complaints(List.of("DOUANE_MAKE_COFFEE_AT_SEVEN"), settings.known()))
                .containsExactly("DOUANE_MAKE_COFFEE_AT_SEVEN is no setting, so it changes nothing.");
    }
}
