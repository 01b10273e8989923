package dev.douane.service.platform;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestSecurity(user = "tester", roles = "auditor")
class ProblemsTest {
    @Test
    void an_unknown_path_is_a_404_document() {
        isProblem(given().get("/v1/nonsense"), 404, "not-found");
        isProblem(given().get("/"), 404, "not-found");
        isProblem(given().get("/probe/nonsense"), 404, "not-found");
        isProblem(given().get("/probe/by-id/not-a-uuid"), 404, "not-found");
    }

    @Test
    void a_wrong_method_is_a_405_document() {
        var answer = given().delete("/probe/strict");
        isProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
    }

    @Test
    void a_wrong_media_type_is_a_415_document() {
        isProblem(given().contentType("text/csv").body("a,b").post("/probe/strict"), 415, "unsupported-media-type");
    }

    @Test
    void a_body_that_is_packed_or_in_another_charset_is_a_415_document() {
        isProblem(
                json().header("Content-Encoding", "gzip").body("{}").post("/probe/strict"),
                415,
                "unsupported-media-type");
        isProblem(
                given().contentType("application/json; charset=utf-16")
                        .body("{}")
                        .post("/probe/strict"),
                415,
                "unsupported-media-type");
        assertThat(given().contentType("application/json; charset=UTF-8")
                        .header("Content-Encoding", "identity")
                        .body("{\"name\": \"tea\", \"weight\": 3}")
                        .post("/probe/strict")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/probe/strict;a=b", "/probe;a=b/strict", "/nonsense;a=b", "/q/health;a=b"})
    void a_parameter_in_a_path_is_a_400_document_that_names_it(String path) {
        var answer = given().urlEncodingEnabled(false).get(path);
        isProblem(answer, 400, "invalid-request");
        assertThat(answer.jsonPath().getString("detail")).contains("[;a=b]");
    }

    @Test
    void an_answer_in_another_form_is_a_406_document() {
        isProblem(given().accept("image/png").get("/probe/broken"), 406, "not-acceptable");
    }

    @Test
    @TestSecurity(user = "tester", roles = "metrics")
    void figures_come_in_a_form_that_there_is_whatever_form_is_asked_for() {
        for (var form : List.of(
                "image/png", "application/json", "text/html", "*/*", "application/openmetrics-text; version=1.0.0")) {
            var answer = given().accept(form).get("/q/metrics");
            assertThat(answer.statusCode()).as(form).isEqualTo(200);
            assertThat(answer.contentType()).as(form).startsWith("application/openmetrics-text");
        }
        assertThat(given().accept("text/plain;version=0.0.4;q=0.3,*/*;q=0.1")
                        .get("/q/metrics")
                        .contentType())
                .startsWith("text/plain");
    }

    @Test
    void what_nobody_thought_of_is_a_500_document_with_a_reference_and_nothing_else() {
        var answer = given().get("/probe/broken");
        isProblem(answer, 500, "internal");
        assertThat(answer.asString()).doesNotContain("select").doesNotContain("IllegalState");
        assertThat(answer.jsonPath().getString("detail")).matches("Look for reference [0-9a-f-]{36} in the log\\.");
    }

    @Test
    void a_passing_obstacle_says_when_to_ask_again() {
        var answer = given().get("/probe/busy");
        isProblem(answer, 503, "overloaded");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "53100", "57014", "57P01", "40001"})
    void trouble_of_the_database_is_no_defect_but_passes(String state) {
        var answer = given().get("/probe/database/" + state);
        isProblem(answer, 503, "unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.asString()).doesNotContain("select").doesNotContain("secret");
    }

    @Test
    void a_statement_that_the_database_refuses_is_a_defect() {
        isProblem(given().get("/probe/database/42601"), 500, "internal");
    }

    @Test
    void violations_are_sorted_and_carry_pointers() {
        var answer = given().get("/probe/several");
        isProblem(answer, 422, "unprocessable");
        assertThat(answer.jsonPath().getList("violations.pointer")).isEqualTo(List.of("/a", "/b"));
    }

    @Test
    void a_strictly_read_body_must_be_all_there_and_nothing_more() {
        assertThat(strict("{\"name\": \"tea\", \"weight\": 3}").statusCode()).isEqualTo(200);
        refused(strict(""), "");
        refused(strict("null"), "");
        refused(strict("[]"), "");
        refused(strict("{\"name\": \"tea\""), "");
        refused(strict("{\"name\": \"tea\", \"weight\": 3} {}"), "");
        refused(strict("{\"name\": \"tea\", \"name\": \"tea\", \"weight\": 3}"), "");
        refused(strict("{\"name\": 123, \"weight\": 3}"), "/name");
        refused(strict("{\"name\": \"tea\", \"weight\": \"3\"}"), "/weight");
        refused(strict("{\"name\": \"tea\", \"weight\": 3.0}"), "/weight");
        refused(strict("{\"nmae\": \"tea\", \"weight\": 3}"), "/nmae");
    }

    @Test
    void a_body_that_the_framework_reads_is_read_as_strictly() {
        refused(json().body("{\"name\": 123, \"weight\": 3}").post("/probe/bound"), "/name");
        refused(json().body("{\"nmae\": \"tea\", \"weight\": 3}").post("/probe/bound"), "/nmae");
        refused(
                json().body("{\"name\": \"tea\", \"name\": \"tea\", \"weight\": 3}")
                        .post("/probe/bound"),
                "");
        refused(json().body("{\"name\"").post("/probe/bound"), "");
    }

    @Test
    void a_body_over_the_limit_is_a_413_document() {
        var name = "x".repeat(StrictJson.MAX_BYTES);
        isProblem(strict("{\"name\": \"%s\", \"weight\": 3}".formatted(name)), 413, "too-large");
    }

    @Test
    void a_body_over_the_servers_own_limit_is_refused_before_it_is_sent() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            var head = """
                    POST /probe/strict HTTP/1.1
                    Host: 127.0.0.1
                    Content-Type: application/json
                    Content-Length: 9437184

                    """;
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(700), UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .contains(Problem.MEDIA_TYPE)
                    .contains("problems/too-large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "ann@host", "a:b", "a:99999", "[::1", "\u00E9"})
    void a_host_that_is_none_is_a_400_document_and_ends_the_connection(String host) throws IOException {
        var answer = answer("POST /probe/strict HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("connection: close")
                .contains(Problem.MEDIA_TYPE)
                .contains("The header Host must be a host");
    }

    @Test
    void a_target_without_a_path_is_a_400_document() throws IOException {
        assertThat(answer("GET ?limit=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("problems/invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "content-type", "idempotency-key"})
    void a_header_that_is_believed_is_given_once(String name) throws IOException {
        var header = name + ": application/json\r\n";
        assertThat(answer("GET /probe/nonsense HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + header + "\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("The header " + name + " is given 2 times.");
        assertThat(answer("GET /probe/nonsense HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + header + "\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    private static String answer(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static Response strict(String body) {
        return json().body(body.getBytes(UTF_8)).post("/probe/strict");
    }

    private static RequestSpecification json() {
        return given().header("Content-Type", "application/json");
    }

    private static void refused(Response answer, String pointer) {
        isProblem(answer, 400, "invalid-request");
        assertThat(answer.jsonPath().getString("violations[0].pointer")).isEqualTo(pointer);
    }

    private static void isProblem(Response answer, int status, String slug) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://douane.dev/problems/" + slug);
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
    }
}
