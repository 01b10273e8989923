package dev.douane.service.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.platform.PackagedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged server, attacked over connections that do what no client does. Others are served meanwhile. */
class AttackedIT {
    private static final Map<String, String> SMALL = Map.of(
            "DOUANE_LIMITS_CONNECTIONS_PER_ADDRESS", "40",
            "DOUANE_LIMITS_HEAD_DEADLINE", "PT1S",
            "DOUANE_LIMITS_BODY_DEADLINE", "PT1S",
            "DOUANE_LIMITS_WRITE_STALL", "PT2S",
            "DOUANE_LIMITS_UNSENT_BYTES", "8M");

    private static final int ROWS = 3_000;
    private static final int LITTLE = 4 << 10;

    private static final String CALL = """
            {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800},
             "caller": {"product": "search", "workflow": "query-rewrite"}, "data": {"classes": ["public"]}}""";

    @TempDir
    static Path folder;

    private static PackagedServer server;
    private static String bearer;

    private final List<ByHand> open = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        var settings = new HashMap<>(SMALL);
        settings.put("DOUANE_DECISIONS_DEADLINE", "PT15S");
        server = PackagedServer.launch(folder, settings);
        server.awaitReady();
        bearer = "Bearer " + server.bootstrapKey();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void hangUp() {
        open.forEach(ByHand::close);
    }

    private ByHand connected() {
        return connected(64 << 10);
    }

    private ByHand connected(int receiveBytes) {
        var connection = ByHand.connected(server.port(), receiveBytes);
        open.add(connection);
        return connection;
    }

    private static String get(String path, String accept) {
        return """
                GET %s HTTP/1.1
                Host: douane
                Authorization: %s
                Accept: %s

                """.formatted(path, bearer, accept);
    }

    private static void decides() throws Exception {
        assertThat(server.post("/v1/decisions", CALL).statusCode()).isEqualTo(200);
    }

    private static double figure(String name) throws Exception {
        var line = Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE)
                .matcher(server.get("/q/metrics").body());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    @Test
    void half_a_head_is_answered_408_and_ended() throws Exception {
        var connection = connected().send("GET /v1/ping HTTP/1.1\nHost: douane\n");

        assertThat(connection.answer()).startsWith("HTTP/1.1 408 ").contains("request-too-slow");
        assertThat(connection.isClosedByServer()).isTrue();
        assertThat(figure("douane_refused_total{limit=\"head-deadline\"}")).isPositive();
    }

    @Test
    void whoever_connects_and_says_nothing_is_let_go() {
        assertThat(connected().isClosedByServer()).isTrue();
    }

    @Test
    void a_body_that_nobody_waits_for_ends_too() {
        var connection = connected().send("""
                POST /v1/decisions HTTP/1.1
                Host: douane
                Content-Type: application/json
                Content-Length: 1000

                {""");

        assertThat(connection.answer()).startsWith("HTTP/1.1 401 ");
        assertThat(connection.isClosedByServer()).isTrue();
    }

    @Test
    void one_address_has_so_many_connections_and_room_again_once_they_are_gone() throws Exception {
        for (int i = 0; i < 60; i++) {
            connected().send("GET /q/health/live HTTP/1.1\nHost: douane\n\n");
        }
        assertThat(open.stream().filter(connection -> !connection.isAnswered()).count())
                .isBetween(20L, 25L);
        hangUp();

        await().until(() -> server.status("/q/health/live") == 200);
        decides();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/ping HTTP/1.1\n\n",
                "GET /v1/ping HTTP/1.1\nHost:\n\n",
                "GET /v1/ping HTTP/1.1\nHost: douane\nHost: another\n\n"
            })
    void a_request_says_one_host(String request) {
        assertThat(connected().send(request).answer())
                .startsWith("HTTP/1.1 400 ")
                .contains("invalid-request");
    }

    @Test
    void http_1_0_need_not_say_a_host() {
        assertThat(connected().send("GET /q/health/live HTTP/1.0\n\n").answer()).contains(" 200 ");
    }

    @Test
    void slow_readers_keep_nobody_from_anything_and_are_let_go() throws Exception {
        var calls = "{\"calls\": [%s%s]}".formatted(CALL, ("," + CALL).repeat(99));
        for (int i = 0; i < ROWS / 100; i++) {
            assertThat(server.post("/v1/decisions:batch", calls).statusCode()).isEqualTo(200);
        }
        var export = get("/v1/decisions", "application/x-ndjson");
        var first = connected(LITTLE).send(export);
        var second = connected(LITTLE).send(export);
        await().until(() -> figure("douane_exports") == 2);

        assertThat(connected().send(export).answer())
                .startsWith("HTTP/1.1 429 ")
                .containsIgnoringCase("Retry-After: 5");
        decides();

        await().until(() -> figure("douane_exports") == 0);
        assertThat(figure("douane_refused_total{limit=\"write-stall\"}")).isGreaterThanOrEqualTo(2);
        assertThat(first.isCutOff()).isTrue();
        assertThat(second.isCutOff()).isTrue();
        assertThat(connected().send(export).answer()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void answers_that_nobody_reads_do_not_pile_up() throws Exception {
        var calls = "{\"calls\": [%s%s]}".formatted(CALL, ("," + CALL).repeat(99));
        for (int i = 0; i < 10; i++) {
            assertThat(server.post("/v1/decisions:batch", calls).statusCode()).isEqualTo(200);
        }
        var greedy = connected(LITTLE)
                .send(get("/v1/decisions?limit=1000", "application/json").repeat(60));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> figure("douane_refused_total{limit=\"unsent-bytes\"}")
                                + figure("douane_refused_total{limit=\"write-stall\"}")
                        > 0);
        assertThat(greedy.isCutOff()).isTrue();
        assertThat(figure("douane_unsent_bytes")).isLessThan(8 << 20);
        decides();
    }
}
