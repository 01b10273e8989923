package dev.douane.service.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL beside the service: its programs come with the build, its cluster lives in the data directory and outlives restarts.
 *
 * <p>It listens on loopback only, on a free port, behind a random password. A server that an earlier, killed process left running is taken
 * over as it is when it runs with today's settings, and is stopped and started otherwise. Safe for use by two threads once it is open.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String USER = "douane";
    private static final String DATABASE = "douane";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 3;

    private final Path cluster;
    private final Path passwordFile;
    private final PostgresBinaries binaries;
    private final PostgresCommand command;
    private final Consumer<String> progress;
    private int port;
    private @Nullable ServerRole server;
    private boolean closed;

    private EmbeddedDatabase(Path root, PostgresBinaries binaries, Consumer<String> progress) {
        this.cluster = root.resolve("postgres");
        this.passwordFile = root.resolve("postgres.password");
        this.binaries = binaries;
        this.command = PostgresCommand.forThisUser();
        this.progress = progress;
    }

    /**
     * Starts the database of a claimed data directory, or takes over the one that runs there.
     *
     * @param binaryStore folder that keeps the unpacked programs
     * @param progress is told, in a few words, what takes time
     * @throws StartFailure with what to do about it
     */
    public static EmbeddedDatabase open(DataDirectory directory, Path binaryStore, Consumer<String> progress) {
        var binaries = PostgresBinaries.in(binaryStore, progress);
        var database = new EmbeddedDatabase(directory.path(), binaries, progress);
        try {
            database.open();
            return database;
        } catch (IOException | SQLException e) {
            throw new StartFailure(
                    "The embedded PostgreSQL in [%s] does not start: %s\nMaybe its log in that folder says more."
                            .formatted(database.cluster, e.getMessage()),
                    e);
        }
    }

    /** Where it listens now, as a JDBC URL. */
    public synchronized String jdbcUrl() {
        return url(DATABASE);
    }

    /** Where the server works, wherever that is by then, as a role that owns nothing. */
    synchronized Datasource server() {
        var role = Objects.requireNonNull(server, "not open");
        return new Datasource(lastingUrl(), role.name(), role.password());
    }

    /** The same as who owns it. */
    Datasource owner() {
        return new Datasource(lastingUrl(), user(), password());
    }

    private String lastingUrl() {
        return jdbcUrl() + EmbeddedSockets.parameters(cluster);
    }

    /** Who owns it. */
    public String user() {
        return USER;
    }

    /** The password that goes with it. */
    public String password() {
        try {
            return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new StartFailure("The password file [%s] cannot be read: %s.".formatted(passwordFile, e), e);
        }
    }

    /** Makes the database empty again. For tests. */
    void recreate() throws SQLException {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + DATABASE + " with (force)");
            statement.execute("create database " + DATABASE);
        }
    }

    /**
     * Starts the database again where it is gone: somebody killed it, or a full disk did. On another port, since somebody else may listen on the old one;
     * {@link #server} and {@link #owner} lead there.
     *
     * @return whether it had to be started
     * @throws StartFailure if it does not start; worth trying again
     */
    public synchronized boolean revive() {
        try {
            var running = PostmasterFile.read(cluster);
            if (closed || running.filter(PostmasterFile::isPostgres).isPresent()) {
                return false;
            }
            if (running.isPresent()) {
                Files.delete(PostmasterFile.in(cluster)); // its number is another program's by now
            }
            progress.accept("the database is gone; starting it again");
            startSomewhere();
            return true;
        } catch (IOException e) {
            throw new StartFailure(
                    "The embedded PostgreSQL in [%s] does not start again: %s".formatted(cluster, e.getMessage()), e);
        }
    }

    /** Stops the database: running statements are broken off, what was committed stays. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            stop();
        } catch (IOException e) {
            throw new StartFailure(
                    "The embedded PostgreSQL in [%s] does not stop: %s".formatted(cluster, e.getMessage()), e);
        }
    }

    private void open() throws IOException, SQLException {
        command.openWay(passwordFile.resolveSibling("."));
        if (!Files.isDirectory(cluster)) {
            create();
        }
        checkVersion();
        var settled = settle();
        var running = PostmasterFile.read(cluster);
        if (running.isPresent() && !takenOver(running.get(), settled)) {
            stopOrphan(running.get());
            running = Optional.empty();
        }
        if (running.isEmpty()) {
            startSomewhere();
        }
        makeRoom();
    }

    private void create() throws IOException {
        progress.accept("creating the database cluster in " + cluster);
        var part = cluster.resolveSibling("postgres.part");
        if (Files.exists(part)) {
            PostgresBinaries.delete(part);
        }
        if (!Files.exists(passwordFile)) {
            var bits = new byte[24];
            new SecureRandom().nextBytes(bits);
            DataDirectory.writeSecret(passwordFile, HexFormat.of().formatHex(bits));
        }
        Files.createDirectory(part);
        var secret = part.resolveSibling("postgres.password.init");
        DataDirectory.writeSecret(secret, password());
        command.give(part);
        command.give(secret);
        var made = command.run(
                START,
                List.of(
                        binaries.program("initdb"),
                        "--pgdata=" + part,
                        "--username=" + USER,
                        "--pwfile=" + secret,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums"));
        Files.deleteIfExists(secret);
        if (made.code() != 0) {
            throw new IOException(made.output());
        }
        Files.writeString(
                part.resolve("postgresql.conf"),
                Files.readString(part.resolve("postgresql.conf")) + PostgresSettings.INCLUDES);
        command.give(part.resolve("postgresql.conf"));
        Files.move(part, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkVersion() throws IOException {
        var made = Files.readString(cluster.resolve("PG_VERSION")).strip();
        var version = command.run(STOP, List.of(binaries.program("postgres"), "--version"))
                .output();
        if (!version.contains(" " + made + ".")) {
            throw new StartFailure(
                    "The database in [%s] was made by PostgreSQL %s, and this Douane brings [%s].\nMaybe dump it with the earlier Douane and load it with this one: docs/operators/README.md says how."
                            .formatted(cluster, made, version));
        }
    }

    /** Writes our settings; true when they are what was written last time. */
    private boolean settle() throws IOException {
        var file = cluster.resolve(PostgresSettings.FILE);
        if (Files.exists(file) && Files.readString(file).equals(PostgresSettings.TEXT)) {
            return true;
        }
        Files.writeString(file, PostgresSettings.TEXT);
        command.give(file);
        return false;
    }

    private boolean takenOver(PostmasterFile running, boolean settled) {
        if (!settled || !running.isPostgres() || running.port().isEmpty()) {
            return false;
        }
        port = running.port().getAsInt();
        try (var connection = connect("postgres");
                var statement = connection.createStatement();
                var answer = statement.executeQuery("show data_directory")) {
            var ours = answer.next() && Path.of(answer.getString(1)).equals(cluster);
            if (ours) {
                EmbeddedSockets.point(cluster, port);
                progress.accept("taking over the database that an earlier run left running (process %d)"
                        .formatted(running.pid()));
            }
            return ours;
        } catch (SQLException notAnswering) {
            progress.accept("the database that an earlier run left does not answer: " + notAnswering.getMessage());
            return false;
        }
    }

    private void stopOrphan(PostmasterFile running) throws IOException {
        if (running.isPostgres()) {
            progress.accept(
                    "stopping the database that an earlier run left running (process %d)".formatted(running.pid()));
            stop();
        } else {
            // The pid is another program's by now; PostgreSQL would take it for a postmaster and refuse to start.
            Files.delete(PostmasterFile.in(cluster));
        }
    }

    private void startSomewhere() throws IOException {
        progress.accept("starting PostgreSQL");
        for (var attempt = 1; ; attempt++) {
            try {
                var free = freePort();
                start(free);
                port = free;
                EmbeddedSockets.point(cluster, port);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private void start(int where) throws IOException {
        command.give(cluster);
        var log = cluster.resolve("start.log");
        Files.deleteIfExists(log);
        var options = "-p %s -c listen_addresses=%s -c unix_socket_directories=''".formatted(where, LOOPBACK);
        var started = command.run(
                START,
                List.of(
                        binaries.program("pg_ctl"),
                        "--pgdata=" + cluster,
                        "--log=" + log,
                        "--options=" + options,
                        "--timeout=" + START.toSeconds(),
                        "--wait",
                        "start"));
        if (started.code() != 0) {
            throw new IOException((started.output() + "\n" + (Files.exists(log) ? Files.readString(log) : "")).strip());
        }
    }

    private void stop() throws IOException {
        var gently = stop("fast");
        if (gently.code() != 0 && PostmasterFile.read(cluster).isPresent()) {
            var hard = stop("immediate");
            if (hard.code() != 0) {
                throw new IOException(hard.output());
            }
        }
    }

    private PostgresCommand.Finished stop(String mode) throws IOException {
        return command.run(
                STOP.plusSeconds(10),
                List.of(
                        binaries.program("pg_ctl"),
                        "--pgdata=" + cluster,
                        "--mode=" + mode,
                        "--timeout=" + STOP.toSeconds(),
                        "--wait",
                        "stop"));
    }

    private void makeRoom() throws SQLException {
        try (var connection = connect("postgres")) {
            server = ServerRole.in(connection);
            createDatabase(connection);
        }
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var known = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (known.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        }
    }

    private Connection connect(String database) throws SQLException {
        var login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password());
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(new Datasource(url(database), USER, password()).url(), login);
    }

    private String url(String database) {
        return "jdbc:postgresql://%s:%s/%s".formatted(LOOPBACK, port, database);
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
