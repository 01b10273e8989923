package dev.douane.service.fire;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.platform.PackagedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Asks so many times a second whatever is answered, and remembers what was and how long it took from when it was due. */
final class SteadyGateway {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int USERS = 50;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI door;
    private final String secret;
    private final long betweenNanos;

    /** Decisions that were answered. */
    final Queue<UUID> answered = new ConcurrentLinkedQueue<>();

    /** Whatever was answered beside decisions. */
    final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    /** @param rate calls a second */
    SteadyGateway(int port, String secret, int rate) {
        this.door = URI.create("http://127.0.0.1:%d/v1/decisions".formatted(port));
        this.secret = secret;
        this.betweenNanos = Duration.ofSeconds(1).toNanos() / rate;
    }

    /** Asks for so long, waits for every answer, and returns how long 99 of 100 took at most, in nanoseconds. */
    long ask(Duration length) {
        var calls = Math.toIntExact(length.toNanos() / betweenNanos);
        var took = new long[calls];
        var answers = new CompletableFuture<?>[calls];
        var began = System.nanoTime();
        for (int call = 0; call < calls; call++) {
            var due = began + call * betweenNanos;
            for (var wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            var number = call;
            answers[call] = http.sendAsync(request(call), HttpResponse.BodyHandlers.ofString())
                    .handle((answer, broken) -> {
                        took[number] = System.nanoTime() - due;
                        note(answer, broken);
                        return null;
                    });
        }
        CompletableFuture.allOf(answers).join();
        Arrays.sort(took);
        return took[calls * 99 / 100];
    }

    /** How many of the decisions that were answered the log has. */
    int inTheLog(PackagedServer server) throws SQLException {
        try (var connection = server.database();
                var query = connection.prepareStatement("select count(*) from decision where id = any (?)")) {
            query.setArray(1, connection.createArrayOf("uuid", answered.toArray()));
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private void note(@Nullable HttpResponse<String> answer, @Nullable Throwable broken) {
        if (answer == null) {
            unexpected.add(String.valueOf(broken));
        } else if (answer.statusCode() == 200) {
            answered.add(id(answer.body()));
        } else {
            unexpected.add(answer.statusCode() + " " + answer.body());
        }
    }

    private static UUID id(String decision) {
        try {
            return UUID.fromString(JSON.readTree(decision).path("id").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest request(int call) {
        return HttpRequest.newBuilder(door)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800},
                         "caller": {"product": "search", "workflow": "query-rewrite", "user": "u%d"},
                         "data": {"classes": ["public"]}}""".formatted(call % USERS)))
                .build();
    }
}
