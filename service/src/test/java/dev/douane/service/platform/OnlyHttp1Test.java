package dev.douane.service.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** HTTP/2 is not spoken: neither with who asks for it, nor with who would rather have it. Who begins with it, AttackedIT tries. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class OnlyHttp1Test {
    @TestHTTPResource("/v1/ping")
    URI ping;

    @Test
    void who_asks_to_change_to_it_is_answered_without() throws IOException {
        var answers = answers("""
                GET /q/health/live HTTP/1.1
                Host: 127.0.0.1
                Connection: Upgrade, HTTP2-Settings
                Upgrade: h2c
                HTTP2-Settings: AAMAAABkAAQAAAAAAAIAAAAA

                GET /q/health/live HTTP/1.1
                Host: 127.0.0.1
                Connection: close

                """.replace("\n", "\r\n"));

        assertThat(answers).startsWith("HTTP/1.1 200 ").doesNotContain("HTTP/1.1 101", "h2c");
    }

    @Test
    void a_client_that_would_rather_have_it_does_without() throws Exception {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        var request = HttpRequest.newBuilder(ping)
                .header("Authorization", TestKeys.bearer(Roles.FINOPS))
                .build();

        for (int i = 0; i < 2; i++) {
            var answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    /** Whatever comes until the server closes. */
    private static String answers(String sent) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
