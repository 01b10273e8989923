package dev.douane.service.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BareRefusalsTest {
    private static FullHttpResponse sent(HttpResponseStatus status, String body, Map<String, String> headers) {
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, UTF_8));
        headers.forEach(answer.headers()::set);
        var connection = new EmbeddedChannel(new BareRefusals());
        connection.writeOutbound(answer);
        return connection.readOutbound();
    }

    @Test
    void a_refusal_without_a_body_gets_its_document_and_keeps_its_other_headers() {
        var told = sent(
                new HttpResponseStatus(406, "image/png is none of ours"),
                "",
                Map.of("Content-Length", "0", "Connection", "close"));

        var document = told.content().toString(UTF_8);
        assertThat(document).contains("problems/not-acceptable", "406");
        assertThat(told.headers().get("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(told.headers().getInt("Content-Length")).isEqualTo(document.length());
        assertThat(told.headers().get("Connection")).isEqualTo("close");
        assertThat(told.status().reasonPhrase()).isEqualTo("Not Acceptable");
    }

    @Test
    void other_answers_pass_as_they_are() {
        assertThat(sent(HttpResponseStatus.NO_CONTENT, "", Map.of("Content-Length", "0"))
                        .content()
                        .readableBytes())
                .isZero();
        assertThat(sent(HttpResponseStatus.NOT_FOUND, "told", Map.of("Content-Length", "4"))
                        .content()
                        .toString(UTF_8))
                .isEqualTo("told");
        assertThat(sent(HttpResponseStatus.NOT_FOUND, "", Map.of()).content().readableBytes())
                .as("to HEAD")
                .isZero();
    }
}
