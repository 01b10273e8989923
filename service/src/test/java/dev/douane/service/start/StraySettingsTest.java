package dev.douane.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "DOUANE_SERVICE_HOST, 10.0.0.7, true",
        "DOUANE_SERVICE_PORT, 8080, true",
        "DOUANE_SERVICE_PORT_HTTP, 8080, true",
        "DOUANE_PORT, tcp://10.0.0.7:8080, true",
        "DOUANE_PORT_8080_TCP, tcp://10.0.0.7:8080, true",
        "DOUANE_PORT_8080_TCP_PROTO, tcp, true",
        "DOUANE_PORT_8080_TCP_PORT, 8080, true",
        "DOUANE_PORT_8080_TCP_ADDR, fd00::7, true",
        "DOUANE_DB_PORT, tcp://10.0.0.8:5432, true",
        "DOUANE_DB_SERVICE_HOST, 10.0.0.8, true",
        "DOUANE_PORT, 8080, false",
        "DOUANE_DB_PORT, 5432, false",
        "DOUANE_SERVICE_HOST, db.example.com, false",
        "DOUANE_LEDGER_HOLD_TLL, PT5M, false"
    })
    void what_kubernetes_says_of_services_is_no_setting_of_anybody(String variable, String value, boolean link) {
        assertThat(StraySettings.isServiceLink(variable, value)).isEqualTo(link);
    }
}
