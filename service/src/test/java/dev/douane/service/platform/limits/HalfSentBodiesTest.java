package dev.douane.service.platform.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.StrictJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are announced and do not come: they take up no more than a share, and not for long. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(SmallLimits.class)
class HalfSentBodiesTest {
    /** So many bodies of a single request are a key's share. */
    private static final int SHARE = (8 << 20) / StrictJson.MAX_BYTES;

    @Inject
    MeterRegistry metrics;

    private final List<ByHand> open = new ArrayList<>();

    @AfterEach
    void hangUp() {
        open.forEach(ByHand::close);
        await().untilAsserted(() ->
                assertThat(metrics.get("douane.body.bytes").gauge().value()).isZero());
    }

    private ByHand connected() {
        var connection = ByHand.connected();
        open.add(connection);
        return connection;
    }

    private static String head(String bearer, String path, String length) {
        return """
                POST %s HTTP/1.1
                Host: douane
                Authorization: %s
                Content-Type: application/json
                %s

                """.formatted(path, bearer, length);
    }

    private ByHand halfSent(String bearer) {
        return connected().send(head(bearer, "/v1/decisions", "Content-Length: " + StrictJson.MAX_BYTES) + "{");
    }

    private static void isAnswered(String bearer) {
        given().header("Authorization", bearer)
                .contentType("application/json")
                .body("{}")
                .post("/v1/decisions")
                .then()
                .statusCode(400);
    }

    private double bytes() {
        return metrics.get("douane.body.bytes").gauge().value();
    }

    @Test
    void a_key_takes_no_more_than_its_share_and_all_no_more_than_there_is_and_the_late_are_told() {
        var greedy = TestKeys.gateway(null).bearer();
        var second = TestKeys.gateway(null).bearer();
        var third = TestKeys.gateway(null).bearer();
        var late = halfSent(greedy);
        for (int i = 1; i < SHARE; i++) {
            halfSent(greedy);
        }
        await().untilAsserted(() -> assertThat(bytes()).isEqualTo(8 << 20));

        assertThat(halfSent(greedy).answer())
                .startsWith("HTTP/1.1 429 ")
                .contains("too-many-requests", "douane.limits.body-bytes-per-key")
                .containsIgnoringCase("Retry-After: 1");
        isAnswered(second);

        for (int i = 0; i < SHARE / 2; i++) {
            halfSent(second);
        }
        await().untilAsserted(() -> assertThat(bytes()).isEqualTo(12 << 20));
        assertThat(halfSent(third).answer())
                .startsWith("HTTP/1.1 503 ")
                .contains("overloaded", "douane.limits.body-bytes)")
                .containsIgnoringCase("Retry-After: 1");

        assertThat(late.answer())
                .startsWith("HTTP/1.1 408 ")
                .contains("request-too-slow", "douane.limits.body-deadline");
        assertThat(late.isClosedByServer()).isTrue();
        await().untilAsserted(() -> assertThat(bytes()).isZero());
        isAnswered(greedy);
        isAnswered(third);
    }

    @ParameterizedTest
    @CsvSource({"/v1/decisions, 262145", "/v1/decisions:batch, 4194305", "/v1/budgets, 262145", "/v1/packs, 8388609"})
    void a_body_that_is_longer_than_its_operation_reads_is_refused_before_it_is_sent(String path, int length) {
        var bearer = TestKeys.bearer("gateway", "finops", "author");
        var type = path.equals("/v1/packs") ? "application/zip" : "application/json";

        var answer = connected()
                .send(head(bearer, path, "Content-Length: " + length).replace("application/json", type))
                .answer();

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("too-large");
    }

    @Test
    void whoever_is_refused_while_he_sends_is_let_finish_and_is_told() {
        var half = "x".repeat(StrictJson.MAX_BYTES / 2 + 1);
        var length = "Content-Length: " + 2 * half.length();
        var connection = connected().send(head(TestKeys.gateway(null).bearer(), "/v1/decisions", length));

        assertThat(connection.answer()).startsWith("HTTP/1.1 413 ");
        connection.send(half).send(half);
        assertThat(connection.isEnded()).isTrue();
    }

    @Test
    void a_body_in_pieces_is_read_up_to_the_same_length() {
        var piece = "x".repeat(StrictJson.MAX_BYTES / 4);
        var connection =
                connected().send(head(TestKeys.bearer("gateway"), "/v1/decisions", "Transfer-Encoding: chunked"));
        for (int i = 0; i < 5; i++) {
            connection.sendAsIs("%x\r\n%s\r\n".formatted(piece.length(), piece));
        }

        assertThat(connection.answer()).startsWith("HTTP/1.1 413 ").contains("too-large", "262144");
    }

    @Test
    void whoever_waits_to_be_asked_for_the_body_is_asked() {
        var connection = connected()
                .send(head(TestKeys.bearer("gateway"), "/v1/decisions", "Content-Length: 2\nExpect: 100-continue"));
        assertThat(connection.answer()).startsWith("HTTP/1.1 100 ");

        assertThat(connection.send("{}").answer()).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void after_a_refusal_the_connection_goes_on_where_the_body_came() {
        var connection = connected();
        for (int i = 0; i < 2; i++) {
            assertThat(connection
                            .send(head(TestKeys.bearer("auditor"), "/v1/decisions", "Content-Length: 2") + "{}")
                            .answer())
                    .startsWith("HTTP/1.1 403 ");
        }
    }
}
