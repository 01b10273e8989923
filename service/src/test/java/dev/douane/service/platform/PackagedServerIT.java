package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.embedded.PostmasterFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built jar, started as an operator starts it. */
class PackagedServerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUESTION = """
            {"call": {"model": "gpt-5", "inputTokens": 1200, "maxOutputTokens": 800},
             "caller": {"organisation": "acme", "product": "search", "team": "ranking", "workflow": "query-rewrite"},
             "data": {"classes": ["personal"], "subjectLocations": ["DE"]},
             "workload": {"task": "summarise"}}""";

    private static final String CURL = "curl -sS";

    @TempDir
    Path folder;

    @Test
    void it_starts_on_an_empty_directory_decides_and_keeps_what_it_said_over_a_restart() throws Exception {
        String first;
        try (var server = PackagedServer.ready(folder)) {
            var answer = server.post("/v1/decisions", QUESTION);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            first = answer.body();
            assertThat(json(first).at("/target/hosting").asText()).as(first).isNotEqualTo("US");
            assertThat(json(first).at("/hold/amount").asText())
                    .isEqualTo(json(first).at("/cost/estimated").asText());

            try (var second = PackagedServer.launch(folder, Map.of())) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.output())
                        .startsWith("douane: The data directory [%s] is in use by another Douane (process %d)."
                                .formatted(folder, server.pid()));
            }

            var postmaster = PostmasterFile.read(folder.resolve("postgres"))
                    .orElseThrow()
                    .pid();
            server.terminate();
            // its parent is gone, so whoever adopts it may need a moment to see it off
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> ProcessHandle.of(postmaster)
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
            assertThat(PostmasterFile.in(folder.resolve("postgres"))).doesNotExist();
        }
        try (var again = PackagedServer.ready(folder)) {
            var recorded = again.get("/v1/decisions/" + json(first).path("id").asText());
            assertThat(recorded.statusCode()).as(recorded.body()).isEqualTo(200);
            assertThat(recorded.body()).contains(json(first).path("decidedAt").asText());
        }
    }

    @Test
    void it_uses_a_postgresql_of_the_operators_own_on_a_machine_with_digits_and_a_zone_of_its_own() throws Exception {
        try (var directory = DataDirectory.claim(folder.resolve("theirs"));
                var theirs = ListeningPostgres.open(directory);
                var server = PackagedServer.launch(folder.resolve("ours"), settings(directory, theirs))) {
            server.awaitReady();

            var answer = server.post("/v1/decisions", QUESTION);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(folder.resolve("ours").resolve("postgres")).doesNotExist();
            assertThat(server.output()).doesNotContain(theirs.password());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "douane: starting PostgreSQL",
                "security events are prepared",
                "is published",
                "the ledger is connected"
            })
    void a_stop_during_the_start_is_no_failure_of_it(String saidBefore) throws Exception {
        try (var server = PackagedServer.launch(folder, Map.of())) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> server.output().contains(saidBefore));

            assertThat(server.terminate()).isNotNegative();

            assertThat(server.output()).doesNotContain("unexpectedly").doesNotContain("Shutdown in progress");
        }
    }

    @Test
    void a_revoked_first_key_is_offered_to_nobody() throws Exception {
        try (var server = PackagedServer.ready(folder)) {
            var made = server.post("/v1/keys", "{\"name\": \"keeper\", \"roles\": [\"admin\"]}");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            Awaitility.await().until(() -> server.output().contains(CURL));
            var first = server.bootstrapKey().split("_", 3)[1];
            var revoked = server.delete("/v1/keys/" + first);
            assertThat(revoked.statusCode()).as(revoked.body()).isLessThan(300);
            server.terminate();
        }
        try (var again = PackagedServer.launch(folder, PackagedServer.PATIENT)) {
            again.awaitReady();
            Awaitility.await().until(() -> again.output().contains("douane: ready to decide"));
            again.terminate(); // which waits for its last word
            assertThat(again.output()).doesNotContain(CURL);
        }
    }

    @Test
    void a_database_that_is_no_postgresql_is_refused_in_words() throws Exception {
        try (var server = PackagedServer.launch(folder, Map.of("DOUANE_DB_URL", "jdbc:mysql://localhost/douane"))) {
            assertThat(server.awaitEnd()).isEqualTo(1);
            assertThat(server.output()).startsWith("douane: DOUANE_DB_URL does not name a PostgreSQL.");
        }
    }

    @Test
    void the_first_key_is_for_its_owner_only() throws Exception {
        try (var server = PackagedServer.ready(folder)) {
            var key = folder.resolve("bootstrap.key");
            assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
            assertThat(server.output()).doesNotContain(Files.readString(key).strip());
            assertThat(server.status("/v1/catalog")).isEqualTo(401);
        }
    }

    private static Map<String, String> settings(DataDirectory directory, EmbeddedDatabase theirs) {
        var settings = new HashMap<>(PackagedServer.PATIENT);
        settings.put("DOUANE_DB_URL", ListeningPostgres.url(directory, "douane"));
        settings.put("DOUANE_DB_USER", theirs.user());
        settings.put("DOUANE_DB_PASSWORD", theirs.password());
        settings.put("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG -Duser.timezone=PST");
        return settings;
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }
}
