package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFormTest {
    private static MultiMap headers(String contentType) {
        return MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", contentType)
                .add("Content-Length", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "application/json; charset=utf8",
                "application/zip; charset=ISO-8859-1",
                "multipart/form-data; boundary=x"
            })
    void what_is_read_passes(String contentType) {
        assertThat(BodyForm.fault(headers(contentType))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-16",
                "application/json;charset=ISO-8859-1",
                "Application/JSON; Charset=\"latin1\""
            })
    void json_in_another_charset_is_named(String contentType) {
        assertThat(BodyForm.fault(headers(contentType)).orElseThrow()).contains("charset", "UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"gzip, true", "'gzip, identity', true", "br, true", "identity, false", "Identity, false", "'', false"})
    void a_coding_is_named_whatever_the_type(String coding, boolean isRefused) {
        for (var type : new String[] {"application/json", "application/zip"}) {
            var fault = BodyForm.fault(headers(type).add("Content-Encoding", coding));
            assertThat(fault.isPresent()).isEqualTo(isRefused);
            fault.ifPresent(told -> assertThat(told).contains("[" + coding + "]"));
        }
    }

    @Test
    void a_request_without_a_body_says_nothing_of_one() {
        assertThat(BodyForm.fault(MultiMap.caseInsensitiveMultiMap().add("Content-Encoding", "gzip")))
                .isEmpty();
        assertThat(BodyForm.fault(MultiMap.caseInsensitiveMultiMap()
                        .add("Content-Encoding", "gzip")
                        .add("Transfer-Encoding", "chunked")))
                .isPresent();
        assertThat(BodyForm.fault(MultiMap.caseInsensitiveMultiMap())).isEmpty();
    }
}
