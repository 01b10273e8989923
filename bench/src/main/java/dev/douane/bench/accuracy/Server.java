package dev.douane.bench.accuracy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The server under test, over HTTP. */
final class Server implements AutoCloseable {
    private static final int UNAVAILABLE = 503;

    private final String url;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Server(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** Asks again while the server has no time. */
    String post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private String send(HttpRequest.Builder request) {
        var built = request.header("Authorization", "Bearer " + key).build();
        try {
            for (int attempt = 1; ; attempt++) {
                var response = http.send(built, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() / 100 == 2) {
                    return response.body();
                }
                if (response.statusCode() != UNAVAILABLE || attempt == 20) {
                    throw new IllegalStateException(
                            "%s answered %d: %s".formatted(built.uri(), response.statusCode(), response.body()));
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException e) {
            throw new IllegalStateException("%s is not reached".formatted(built.uri()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The first text of a member, wherever it stands. */
    static String text(String json, String member) {
        var found = Pattern.compile("\"" + member + "\" *: *\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("there is no (%s) in %s".formatted(member, json));
        }
        return found.group(1);
    }

    /** The first amount of a member, in nano-units. */
    static long nanos(String json, String member) {
        return new BigDecimal(text(json, member)).movePointRight(9).longValueExact();
    }

    @Override
    public void close() {
        http.close();
    }
}
