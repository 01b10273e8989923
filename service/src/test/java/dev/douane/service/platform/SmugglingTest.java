package dev.douane.service.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request whose end can be read in two ways is refused, and so is whatever stands behind it: a balancer that reads it the other way would
 * have let a second request pass for a part of the first.
 */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SmugglingTest {
    private static final String FIRST = "POST /q/health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    private static final String SMUGGLED =
            "GET /q/health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked, xchunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: xchunked",
                "Transfer-Encoding: chunked,\r\n xchunked",
                "Transfer-Encoding: x\r\n chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 6",
            })
    void a_request_with_two_ends_is_refused_with_all_that_stands_behind_it(String end) throws IOException {
        var answers = answers(FIRST + end + "\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertThat(answers).containsOnlyOnce("HTTP/1.1 ").startsWith("HTTP/1.1 400 ");
    }

    @Test
    void a_chunked_request_with_another_behind_it_has_two_answers() throws IOException {
        var answers = answers(FIRST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertThat(answers.split("HTTP/1\\.1 ", -1)).hasSize(3);
    }

    /** Whatever comes until the server closes. */
    private static String answers(String requests) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
