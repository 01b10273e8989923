package dev.douane.service.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.embedded.EmbeddedSockets;
import dev.douane.service.embedded.PostmasterFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The built server in a process of its own, as an operator starts it. */
public final class PackagedServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How long it waits for its database, unless a test is about just that: the machine may be under load. */
    static final Map<String, String> PATIENT =
            Map.of("DOUANE_DECISIONS_DEADLINE", "PT15S", "DOUANE_LEDGER_REQUEST_DEADLINE", "PT15S");

    private final Path data;
    private final Path log;
    private final int port;
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PackagedServer(Path data, Path log, int port, Process process) {
        this.data = data;
        this.log = log;
        this.port = port;
        this.process = process;
    }

    /** Starts the server; does not wait for it. */
    public static PackagedServer launch(Path data, Map<String, String> environment) {
        return launch(data, environment, Prepared.flags());
    }

    /** The same for a server whose speed is looked at. */
    public static PackagedServer launchToLast(Path data, Map<String, String> environment) {
        return launch(data, environment, Prepared.flagsToLast());
    }

    /** @param flags the JVM's */
    static PackagedServer launch(Path data, Map<String, String> environment, List<String> flags) {
        try {
            var port = freePort();
            var log = Files.createTempFile(Path.of("target").toAbsolutePath(), "packaged-server-", ".log");
            var command = new ArrayList<>(List.of(Prepared.JAVA));
            command.addAll(flags);
            command.addAll(List.of("-jar", Prepared.JAR.toString()));
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("DOUANE_") || name.startsWith("QUARKUS_"));
            builder.environment().put("DOUANE_DATA_DIR", data.toString());
            builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
            builder.environment().putAll(environment);
            return new PackagedServer(data, log, port, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server and waits until it is ready to decide. Holds outlast the test, however slow the machine. */
    public static PackagedServer ready(Path data) {
        var settings = new HashMap<>(PATIENT);
        settings.put("DOUANE_LEDGER_HOLD_TTL", "PT6H");
        var server = launch(data, settings);
        server.awaitReady();
        return server;
    }

    public void awaitReady() {
        awaitReady(PATIENCE);
    }

    /** The same, where its JVM has more to do than to start it. */
    void awaitReady(Duration patience) {
        await().atMost(patience).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(process.isAlive()).as(this::output).isTrue();
            assertThat(output()).doesNotContain("so nothing is decided");
            return status("/q/health/ready") == 200;
        });
    }

    /** What {@code GET path} answers without a key; 0 while nobody answers. */
    public int status(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(uri(path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notUp) {
            return 0;
        }
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    /** @param key the secret of whoever asks */
    public HttpResponse<String> post(String path, String body, String key) throws IOException, InterruptedException {
        return send(request(path)
                .setHeader("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Makes a key with one role, which is its name too, and returns its secret. */
    public String key(String role) throws IOException, InterruptedException {
        var made = post("/v1/keys", "{\"name\": \"%1$s\", \"roles\": [\"%1$s\"]}".formatted(role));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return JSON.readTree(made.body()).path("key").asText();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + bootstrapKey());
    }

    /** The first key, with every role. */
    public String bootstrapKey() throws IOException {
        return Files.readString(data.resolve("bootstrap.key")).strip();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    /** A connection to the embedded database, past the server. */
    public Connection database() throws SQLException {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1/douane" + EmbeddedSockets.parameters(data.resolve("postgres")),
                    "douane_owner",
                    Files.readString(data.resolve("postgres.owner.password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9}: the process has no say in it. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, and waits for that. */
    public int terminate() throws InterruptedException {
        return terminate(PATIENCE);
    }

    /** The same, where it may have much to do before. */
    int terminate(Duration patience) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                .as(this::output)
                .isTrue();
        return process.exitValue();
    }

    /** Waits for it to end by itself. */
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(this::output)
                .isTrue();
        return process.exitValue();
    }

    /** Where it listens on loopback. */
    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Resident memory, in bytes. */
    public long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .sum();
    }

    /** The sum of what the figures of a name stand at, whatever else their labels say. */
    public double figure(String name) throws IOException, InterruptedException {
        return Pattern.compile("^" + Pattern.quote(name) + "[^ ]* (\\S+)$", Pattern.MULTILINE)
                .matcher(get("/q/metrics").body())
                .results()
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
    }

    public String output() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server, and the database that a killed one has left; the database of one that was refused is another's. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        var wasRefused = output().contains("is in use by another Douane");
        if (!wasRefused && Files.exists(PostmasterFile.in(data.resolve("postgres")))) {
            try (var directory = DataDirectory.claim(data)) {
                EmbeddedDatabase.open(directory, data.resolve("postgres-binaries"), what -> {})
                        .close();
            }
        }
    }

    /** A port that nobody listens on yet. */
    public static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
