package dev.douane.service.cli.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.cli.Server;
import dev.douane.service.cli.UnusableException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a server for advice: computed and recorded, nothing held. Safe for use by many threads. */
final class Advisor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpRequest.Builder decisions;

    /**
     * What the server said.
     *
     * @param status HTTP status
     * @param body the decision, or the problem document
     * @param nanos from the first byte sent to the last byte received
     */
    record Answer(int status, JsonNode body, long nanos) {
        boolean isDecision() {
            return status == 200;
        }
    }

    /** @throws UnusableException if the server's address is none, or there is no key */
    Advisor(Server server) throws UnusableException {
        this.decisions = server.request("/v1/decisions", PATIENCE).header("Content-Type", "application/json");
    }

    /** @throws IOException if the server cannot be reached, or answers something that is not JSON */
    Answer ask(JsonNode question) throws IOException, InterruptedException {
        var request = decisions
                .copy()
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(question)))
                .build();
        var start = System.nanoTime();
        var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        var nanos = System.nanoTime() - start;
        return new Answer(response.statusCode(), json.readTree(response.body()), nanos);
    }

    @Override
    public void close() {
        http.close();
    }
}
