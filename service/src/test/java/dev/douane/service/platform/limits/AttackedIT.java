package dev.douane.service.platform.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.platform.PackagedServer;
import dev.douane.service.platform.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
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
            "DOUANE_LIMITS_HEAD_DEADLINE", "PT3S",
            "DOUANE_LIMITS_BODY_DEADLINE", "PT1S",
            "DOUANE_LIMITS_WRITE_STALL", "PT2S",
            "DOUANE_LIMITS_UNSENT_BYTES", "8M");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 3_000;
    private static final int LITTLE = 4 << 10;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    /** SETTINGS with an initial window of nothing: whatever is answered stays with whoever answers. */
    private static final String NO_WINDOW = "\0\0\6\4\0\0\0\0\0\0\4\0\0\0\0";

    /** HEADERS of stream 1: GET, http, a path of its own. */
    private static final String EXPORT = "\0\0\21\1\5\0\0\0\1\202\206\4\15/v1/decisions";

    private static final String CALL = """
            {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800},
             "caller": {"product": "search", "workflow": "query-rewrite"}, "data": {"classes": ["public"]}}""";

    @TempDir
    static Path folder;

    private static PackagedServer server;
    private static int securePort;
    private static String bearer;

    private final List<ByHand> open = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        var settings = new HashMap<>(SMALL);
        settings.put("DOUANE_DECISIONS_DEADLINE", "PT15S");
        var made = TestCertificate.made(folder);
        Files.writeString(folder.resolve("server.crt"), made.certificate());
        Files.writeString(folder.resolve("server.key"), made.key());
        settings.put(
                "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
                folder.resolve("server.crt").toString());
        settings.put(
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES",
                folder.resolve("server.key").toString());
        securePort = PackagedServer.freePort();
        settings.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(securePort));
        settings.put("QUARKUS_HTTP_INSECURE_REQUESTS", "enabled");
        settings.put("QUARKUS_HTTP_HTTP2", "true"); // which changes nothing
        server = PackagedServer.launch(folder.resolve("data"), settings);
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

    /** It went on until its deadline, as fast as the network takes it. */
    @Test
    void a_body_in_chunks_that_nobody_reads_ends_soon_behind_its_answer() throws Exception {
        var connection = connected().send("""
                POST /v1/decisions HTTP/1.1
                Host: douane
                Content-Type: application/json
                Transfer-Encoding: chunked

                """);
        assertThat(connection.answer()).startsWith("HTTP/1.1 401 ");

        sendAll(connection, ("400\n" + "x".repeat(1024) + "\n").repeat(4_000));
        assertThat(connection.isClosedByServer()).isTrue();
        assertThat(figure("douane_refused_total{limit=\"max-body-size\"}")).isPositive();
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
    void behind_tls_half_a_head_ends_too_and_so_does_who_never_agrees_on_a_cipher() throws Exception {
        try (var silent = new Socket(InetAddress.getLoopbackAddress(), securePort);
                var secure = secure("http/1.1")) {
            silent.setSoTimeout(20_000);
            secure.getOutputStream().write("GET /v1/ping HTTP/1.1\r\nHost: douane\r\n".getBytes(US_ASCII));

            assertThat(new String(secure.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 408 ");
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void who_begins_with_http_2_is_refused_in_http_1_1_and_let_go() {
        assertThat(connected().sendAsIs(PREFACE + NO_WINDOW + EXPORT).answers())
                .startsWith("HTTP/1.1 400 ")
                .containsOnlyOnce("HTTP/1.1 ");
    }

    /** Whose streams would pass by the limits on connections. */
    @Test
    void behind_tls_nobody_speaks_http_2_though_the_framework_was_asked_to() throws Exception {
        try (var secure = secure("h2", "http/1.1")) {
            secure.getOutputStream()
                    .write("GET /q/health/live HTTP/1.1\r\nHost: douane\r\nConnection: close\r\n\r\n"
                            .getBytes(US_ASCII));

            assertThat(secure.getApplicationProtocol()).isNotEqualTo("h2");
            assertThat(new String(secure.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 200 ");
        }
        assertThat(server.output()).contains("QUARKUS_HTTP_HTTP2 changes nothing");
    }

    private static SSLSocket secure(String... protocols) throws Exception {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var file = Files.newInputStream(folder.resolve("server.crt"))) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), securePort);
        socket.setSoTimeout(20_000);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
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

    /** A request of a few bytes becomes a thousand in memory, and whoever has no key at all can send them. */
    @Test
    void requests_that_do_not_wait_for_their_answers_are_not_kept() throws Exception {
        var live = "GET /q/health/live HTTP/1.1\nHost: d\n\n";
        for (int i = 0; i < 30; i++) {
            sendAll(connected(LITTLE), live.repeat(50_000));
        }
        await().untilAsserted(() -> assertThat(figure("douane_refused_total{limit=\"requests-per-connection\"}"))
                .isGreaterThanOrEqualTo(30));
        for (int i = 0; i < 30; i++) {
            sendAll(connected(LITTLE), "GET /v1/ping HTTP/1.1\nHost: d\n\n".repeat(50_000)); // refused as they are read
        }
        await().untilAsserted(() -> assertThat(figure("douane_refused_total{limit=\"requests-per-connection\"}"))
                .isGreaterThanOrEqualTo(60));
        decides();

        assertThat(connected().send(live.repeat(9)).answers())
                .containsPattern("(?s)(HTTP/1.1 200 .*){8}HTTP/1.1 429 .*requests-per-connection");
        assertThat(connected().send(live.repeat(8)).answer()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void who_sends_ahead_of_the_answers_is_seen_with_the_limit_and_nobody_in_anothers_name() throws Exception {
        var finops = server.key("finops");
        assertThat(connected().send(ahead(finops, 1)).answer()).startsWith("HTTP/1.1 200 ");
        assertThat(connected().send(ahead(finops, 20)).answers())
                .contains("HTTP/1.1 429 ", "(douane.limits.requests-per-connection)");
        var forged = finops.substring(0, finops.lastIndexOf('_') + 1) + "A".repeat(43);
        assertThat(connected().send(ahead(forged, 20)).answers()).contains("HTTP/1.1 429 ");

        var key = finops.split("_", -1)[1];
        await().untilAsserted(() -> assertThat(events("limited", key))
                .hasSize(1)
                .first()
                .satisfies(event -> {
                    assertThat(event.path("count").asInt()).isEqualTo(1);
                    assertThat(event.path("operation").asText()).isEqualTo("GET /v1/budgets");
                    assertThat(event.path("detail").asText()).isEqualTo("douane.limits.requests-per-connection");
                    assertThat(event.toString()).doesNotContain("of-nobody");
                }));
    }

    private static String ahead(String secret, int requests) {
        return "GET /v1/budgets?owner=of-nobody HTTP/1.1\nHost: d\nAuthorization: Bearer %s\n\n"
                .formatted(secret)
                .repeat(requests);
    }

    private static List<JsonNode> events(String kind, String key) throws IOException, InterruptedException {
        var listed = server.get("/v1/security/events?kind=%s&key=%s".formatted(kind, key));
        assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
        var events = new ArrayList<JsonNode>();
        JSON.readTree(listed.body()).path("events").forEach(events::add);
        return events;
    }

    /** Or as much as the server takes before it hangs up. */
    private static void sendAll(ByHand connection, String text) {
        try {
            connection.send(text);
        } catch (UncheckedIOException hungUp) {
            assertThat(hungUp).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void answers_that_nobody_reads_do_not_pile_up() throws Exception {
        var calls = "{\"calls\": [%s%s]}".formatted(CALL, ("," + CALL).repeat(99));
        for (int i = 0; i < 10; i++) {
            assertThat(server.post("/v1/decisions:batch", calls).statusCode()).isEqualTo(200);
        }
        var page = get("/v1/decisions?limit=1000", "application/json");
        var greedy = new ArrayList<ByHand>();
        for (int i = 0; i < 6; i++) {
            greedy.add(connected(LITTLE).send(page.repeat(8)));
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> figure("douane_refused_total{limit=\"unsent-bytes\"}")
                                + figure("douane_refused_total{limit=\"write-stall\"}")
                        > 0);
        assertThat(greedy).anyMatch(ByHand::isCutOff);
        assertThat(figure("douane_unsent_bytes")).isLessThan(8 << 20);
        decides();
    }
}
