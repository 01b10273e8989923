package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableRequestsTest {
    /** The method of a request once it has passed. */
    private static String passed(String method) {
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), "/v1/keys");
        request.headers().set("Host", "x");
        var connection = new EmbeddedChannel(new UnreadableRequests.Refusal());
        connection.writeInbound(request);
        HttpRequest read = connection.readInbound();
        assertThat(read.uri()).isEqualTo("/v1/keys");
        return read.method().name();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
    void methods_of_http_pass_as_they_are(String method) {
        assertThat(passed(method)).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"M0000001AAAA", "get", "PROPFIND"})
    void all_others_are_one_since_metrics_keep_each_for_good(String method) {
        assertThat(passed(method)).isEqualTo("OTHER");
    }
}
