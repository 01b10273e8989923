package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictUriTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/decisions;verdict=deny?limit=2 | [;verdict=deny]",
                "/v1;a=b;c/decisions | [;a=b]",
                "/v1/decisions; | [;]",
                "/q/health;x | [;x]"
            })
    void a_parameter_in_a_path_is_named(String uri, String named) {
        assertThat(StrictUri.fault(uri).orElseThrow()).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/decisions?user=a;b", "/v1/packs/a%3Bb", "/v1/decisions:batch"})
    void a_semicolon_elsewhere_passes(String uri) {
        assertThat(StrictUri.fault(uri)).isEmpty();
    }
}
