package dev.douane.bench.run;

import dev.douane.bench.load.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Douane as it is started by hand, with a PostgreSQL of its own in a folder of the run. */
public final class DouaneServer extends Server {
    private static final String LOOPBACK = "127.0.0.1";

    private final Path data;
    private final String authorization;

    private DouaneServer(ProcessBuilder command, World world, int port) throws IOException, InterruptedException {
        super(
                "douane",
                command,
                world.directory().resolve("server.log"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "/q/health/ready",
                () -> postgres(data(world)));
        data = data(world);
        authorization =
                "Bearer " + Files.readString(data.resolve("bootstrap.key")).strip();
    }

    /** Starts it on a world, with what an earlier start left there. */
    static DouaneServer start(Settings settings, World world) throws IOException, InterruptedException {
        return start(settings.top(), settings.port(), world);
    }

    /**
     * The same, of another checkout.
     *
     * @param checkout whose server it is; built, or it is built first
     */
    static DouaneServer start(Path checkout, int port, World world) throws IOException, InterruptedException {
        return start(checkout, port, world, Map.of());
    }

    /**
     * The same, with further settings.
     *
     * @param settings as environment variables
     */
    public static DouaneServer start(Path checkout, int port, World world, Map<String, String> settings)
            throws IOException, InterruptedException {
        var command = new ProcessBuilder(checkout.resolve("douane").toString(), "serve");
        var environment = command.environment();
        environment.put("DOUANE_PACKS_SHIPPED", "false");
        environment.put("DOUANE_PACKS_DIR", world.packs().toString());
        environment.put("DOUANE_CATALOG_FILE", world.catalogFile().toString());
        environment.put("DOUANE_DATA_DIR", data(world).toString());
        environment.put("DOUANE_LIMITS_REQUESTS_PER_SECOND", "0"); // one key asks for all
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.putAll(settings);
        return new DouaneServer(command, world, port);
    }

    /** Makes a world's database and has it listen on a port from the next start on; by itself it listens in its folder only. */
    static void letDatabaseListen(Settings settings, World world) throws IOException, InterruptedException {
        start(settings, world).close();
        Files.writeString(
                data(world).resolve("postgres/operator.conf"), "listen_addresses = '%s'\n".formatted(LOOPBACK));
    }

    private static Path data(World world) {
        return world.directory().resolve("data");
    }

    private static Stream<ProcessHandle> postgres(Path data) {
        try (var lines = Files.lines(postmasterFile(data))) {
            return lines.findFirst().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip()))).stream()
                    .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.children()));
        } catch (IOException notRunning) {
            return Stream.empty();
        }
    }

    private static Path postmasterFile(Path data) {
        return data.resolve("postgres/postmaster.pid");
    }

    /**
     * Posts JSON as whoever may do everything.
     *
     * @throws IOException with what was answered, if that is not a success
     */
    public String post(String path, String body) throws IOException, InterruptedException {
        return post(path, authorization, body);
    }

    Target empty() {
        return Target.get(address(), "/v1/ping", authorization);
    }

    Target decide(List<String> requests) {
        return Target.post(address(), "/v1/decisions", authorization, requests);
    }

    /** A hard budget that the run will not use up. That it is hard goes without saying, in the words of every version. */
    public void budget(String name, String scope) throws IOException, InterruptedException {
        post("/v1/budgets", """
                {"name":"%s","owner":"bench","amount":"100000000.00","currency":"USD","scope":%s,\
                "period":{"unit":"month","zone":"UTC"}}""".formatted(name, scope));
    }

    String databaseUrl() throws IOException {
        // the fourth line of a postmaster's file is its port
        var port = Files.readAllLines(postmasterFile(data)).get(3).strip();
        return "jdbc:postgresql://%s:%s/douane".formatted(LOOPBACK, port);
    }

    Properties databaseLogin() throws IOException {
        var login = new Properties();
        login.setProperty("user", "douane_owner");
        login.setProperty(
                "password",
                Files.readString(data.resolve("postgres.owner.password")).strip());
        return login;
    }
}
