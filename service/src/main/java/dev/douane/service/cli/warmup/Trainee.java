package dev.douane.service.cli.warmup;

import dev.douane.service.cli.UnusableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built server in a process of its own, with an empty data directory, on a free port of loopback. */
final class Trainee implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int LINES_TOLD = 20;

    private final Process process;
    private final URI address;
    private final Path data;
    private final Path log;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Trainee(Process process, URI address, Path data, Path log) {
        this.process = process;
        this.address = address;
        this.data = data;
        this.log = log;
    }

    static Trainee start(Path folder, List<String> flags, Path work) throws IOException {
        var data = work.resolve("data");
        var log = work.resolve("server.log");
        var port = freePort();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-jar");
        command.add(folder.resolve("quarkus-run.jar").toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("DOUANE_") || name.startsWith("QUARKUS_"));
        environment.put("DOUANE_DATA_DIR", data.toString());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return new Trainee(builder.start(), URI.create("http://127.0.0.1:" + port), data, log);
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    void awaitReady() throws IOException, InterruptedException, UnusableException {
        var ready = HttpRequest.newBuilder(address.resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            if (!process.isAlive()) {
                throw trouble("ended before it was ready");
            }
            if (status(ready) == 200) {
                return;
            }
            Thread.sleep(GLANCE);
        }
        throw trouble("did not get ready within " + PATIENCE);
    }

    private int status(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notListeningYet) {
            return 0;
        }
    }

    String get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    String post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        var key = Files.readString(data.resolve("bootstrap.key")).strip();
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var asked = request.build();
        var answer = http.send(asked, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("%s %s was answered %d: %s"
                    .formatted(asked.method(), asked.uri().getPath(), answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    /** Asks it to end, and waits until it has; that is when the cache is written. */
    void stop() throws InterruptedException, UnusableException, IOException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw trouble("did not end within " + PATIENCE);
        }
    }

    /** What went wrong, with the end of what the server wrote. */
    UnusableException trouble(String what) throws IOException {
        var lines = Files.readAllLines(log);
        var end = lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size());
        return new UnusableException(
                "The server of the training run %s. It wrote last:%n%s".formatted(what, String.join("\n", end)));
    }

    /** Ends it if it still runs, by force where asking does not help; only then its database stays. */
    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
