package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret of every kind is handed to the server in every way that fails, and none is found in what it or its database wrote. */
class SecretsIT {
    private static final String FIRST_KEY = "planted0first9key8with7many6letters5";
    private static final String PROMPT = "planted-prompt-my-diagnosis-is";
    private static final String STRANGER = "planted-stranger-bearer-token-0123456789";
    private static final String REPEAT = "planted-idempotency-key";
    private static final String COOKIE = "planted-session-cookie";
    private static final String QUERY = "planted-query-token";

    private final List<String> planted = new ArrayList<>(List.of(FIRST_KEY, PROMPT, STRANGER, REPEAT, COOKIE, QUERY));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    @Test
    void no_secret_reaches_a_log_whatever_fails() throws Exception {
        var settings = new HashMap<>(PackagedServer.PATIENT);
        settings.put("DOUANE_BOOTSTRAP_KEY", FIRST_KEY);
        settings.put("QUARKUS_LOG_CATEGORY__DEV_DOUANE__LEVEL", "DEBUG");
        try (var server = PackagedServer.launch(folder, settings)) {
            server.awaitReady();
            planted.add(Files.readString(folder.resolve("postgres.password")).strip());
            planted.add(
                    Files.readString(folder.resolve("postgres.owner.password")).strip());
            planted.add(server.key("gateway"));

            assertThat(planted).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(12));
            fail(server);
            throwOutEveryConnection(server);
            fail(server);
            server.terminate();

            assertThat(logs(server)).contains("is in force").doesNotContain(planted);
        }
    }

    private void fail(PackagedServer server) throws IOException, InterruptedException {
        var basic = Base64.getEncoder().encodeToString(("ann:" + STRANGER).getBytes(StandardCharsets.UTF_8));
        planted.add(basic);
        for (var authorization : List.of("Bearer " + FIRST_KEY, "Bearer " + STRANGER, "Basic " + basic, STRANGER)) {
            for (var body : List.of(
                    "{\"call\": {\"model\": \"gpt-5\", \"prompt\": \"%s\"}}".formatted(PROMPT),
                    "{\"call\": {\"model\": \"gpt-5\", \"inputTokens\": 10}, \"messages\": [{\"content\": \"%s\"}]}"
                            .formatted(PROMPT),
                    "{\"call\": {\"model\": \"gpt-5\", \"inputTokens\": \"%s\"}}".formatted(PROMPT),
                    "{\"call\": {\"model\": \"gpt-5\", \"inputTokens\": 10, \"maxOutputTokens\": 10}}",
                    "{\"call\": \"" + PROMPT)) {
                send(server, "/v1/decisions?token=" + QUERY, authorization, "application/json", body);
                send(server, "/v1/decisions", authorization, "application/json", body);
            }
            send(server, "/v1/packs", authorization, "application/zip", PROMPT);
            send(server, "/v1/packs", authorization, "multipart/form-data; boundary=x", "--x\r\n" + PROMPT);
            send(
                    server,
                    "/v1/keys",
                    authorization,
                    "application/json",
                    "{\"name\": \"a\", \"secret\": \"" + PROMPT + "\"}");
            send(server, "/v1/" + QUERY, authorization, "text/plain", PROMPT);
        }
    }

    private void send(PackagedServer server, String path, String authorization, String type, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s%s".formatted(server.port(), path)))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization)
                .header("Cookie", "session=" + COOKIE)
                .header("Idempotency-Key", REPEAT)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());
    }

    private static void throwOutEveryConnection(PackagedServer server) throws SQLException {
        try (var connection = server.database();
                var statement = connection.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'douane' and usename = 'douane_server' and pid <>"
                            + " pg_backend_pid()");
        }
    }

    /** What the server wrote, and its database. */
    private String logs(PackagedServer server) throws IOException {
        var logs = new StringBuilder(server.output());
        try (var files = Files.walk(folder.resolve("postgres"))) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".log")).toList()) {
                logs.append(Files.readString(file));
            }
        }
        return logs.toString();
    }
}
