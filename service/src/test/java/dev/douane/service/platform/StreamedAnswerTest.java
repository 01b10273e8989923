package dev.douane.service.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {
    private final AtomicInteger brokenOff = new AtomicInteger();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private void write(boolean closed, StreamingOutput lines) throws IOException {
        var response = HttpServerResponse.class.cast(Proxy.newProxyInstance(
                HttpServerResponse.class.getClassLoader(),
                new Class<?>[] {HttpServerResponse.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "closed" -> closed;
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
        var call = RoutingContext.class.cast(Proxy.newProxyInstance(
                RoutingContext.class.getClassLoader(),
                new Class<?>[] {RoutingContext.class},
                (self, method, arguments) -> response));
        new StreamedAnswer(call, lines, brokenOff::incrementAndGet).write(sent);
    }

    @Test
    void what_is_written_is_sent() throws IOException {
        write(false, out -> out.write("a\n".getBytes(UTF_8)));

        assertThat(sent.toString(UTF_8)).isEqualTo("a\n");
        assertThat(brokenOff).hasValue(0);
    }

    @Test
    void what_fails_before_its_first_byte_is_a_problem() {
        assertThatThrownBy(() -> write(false, out -> {
                    throw new IOException("the log cannot be read");
                }))
                .hasMessage("the log cannot be read");
        assertThat(brokenOff).hasValue(0);
    }

    /** A problem was written behind the lines, with the end of a whole answer, and the request never came to its own. */
    @Test
    void what_fails_later_is_broken_off_and_comes_to_its_end() throws IOException {
        write(false, out -> {
            out.write('a');
            throw new IOException("the key was revoked");
        });

        assertThat(sent.toString(UTF_8)).isEqualTo("a");
        assertThat(brokenOff).hasValue(1);
    }

    @Test
    void nothing_is_worked_out_for_whoever_has_hung_up() throws IOException {
        write(true, out -> {
            throw new AssertionError("it was");
        });

        assertThat(sent.size()).isZero();
    }
}
