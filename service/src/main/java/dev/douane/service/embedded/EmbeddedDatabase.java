package dev.douane.service.embedded;

import dev.douane.service.platform.DataDirectory;
import dev.douane.service.platform.Datasource;
import dev.douane.service.platform.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL beside the service: its programs come with the build, its cluster lives in the data directory and outlives restarts.
 *
 * <p>It listens on a socket in its own folder only, which other users cannot enter, behind a random password. A server that an earlier, killed process left
 * running is taken over as it is when it runs with today's settings, and is stopped and started otherwise. Safe for use by two threads once it is open.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** A cluster is made with it and cannot be without. It is let in at a start, and out again before anybody is served. */
    private static final String SUPERUSER = "douane";

    private static final String DATABASE = "douane";
    /** Holds what only a server of this very folder can read out to us. */
    private static final String MARK = "douane.mark";

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 3;

    private final Path cluster;
    private final Path passwordFile;
    private final Path ownersPasswordFile;
    private final PostgresBinaries binaries;
    private final PostgresCommand command;
    private final ClusterFiles files;
    private final HostAccess access;
    private final Consumer<String> progress;
    private @Nullable DatabaseRole owner;
    private @Nullable DatabaseRole server;
    private boolean closed;

    /** Whether the directory has one already. */
    public static boolean isMade(DataDirectory directory) {
        return Files.isDirectory(directory.resolve("postgres"));
    }

    private EmbeddedDatabase(Path root, PostgresBinaries binaries, PostgresCommand command, Consumer<String> progress) {
        this.cluster = root.resolve("postgres");
        this.passwordFile = root.resolve("postgres.password");
        this.ownersPasswordFile = root.resolve("postgres.owner.password");
        this.binaries = binaries;
        this.command = command;
        this.files = new ClusterFiles(cluster, command);
        this.access = new HostAccess(files, SUPERUSER);
        this.progress = progress;
    }

    /**
     * Starts the database of a claimed data directory, or takes over the one that runs there.
     *
     * @param binaryStore folder that keeps the unpacked programs, where whom they run as can get at it
     * @param progress is told, in a few words, what takes time
     * @throws StartFailure with what to do about it
     */
    public static EmbeddedDatabase open(DataDirectory directory, Path binaryStore, Consumer<String> progress) {
        var command = PostgresCommand.forThisUser();
        if (command.runsAsNobody()) {
            progress.accept("started as root; PostgreSQL runs as nobody");
        }
        try {
            var binaries = PostgresBinaries.in(command.reachable(binaryStore), progress);
            var database = new EmbeddedDatabase(directory.path(), binaries, command, progress);
            database.open();
            return database;
        } catch (IOException | SQLException e) {
            throw new StartFailure(
                    "The embedded PostgreSQL in [%s] does not start: %s\n%s"
                            .formatted(directory.resolve("postgres"), e.getMessage(), wayOut(e.getMessage())),
                    e);
        }
    }

    /** Before there is a log, who has no name is turned away: a container's user that only a number says, where no namespace can be made for it either. */
    static String wayOut(@Nullable String complaint) {
        return String.valueOf(complaint).contains("could not look up effective user ID")
                ? "Maybe give that user a name (a line in the container's /etc/passwd), start Douane as one that has one, allow user namespaces (unshare -U), or set DOUANE_DB_URL."
                : "Maybe its log in that folder says more.";
    }

    /** Where it listens, wherever that is by then, as a JDBC URL. */
    public String jdbcUrl() {
        return url(DATABASE);
    }

    /** Where the server works, wherever that is by then, as a role that owns nothing. */
    public synchronized Datasource server() {
        var role = Objects.requireNonNull(server, "not open");
        return new Datasource(jdbcUrl(), role.name(), role.password());
    }

    /** The same as who owns its tables. */
    public synchronized Datasource owner() {
        var role = Objects.requireNonNull(owner, "not open");
        return new Datasource(jdbcUrl(), role.name(), role.password());
    }

    /** Who may do anything there, as long as he is let in. */
    public String user() {
        return SUPERUSER;
    }

    /** The password that goes with it. */
    public String password() {
        try {
            return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new StartFailure("The password file [%s] cannot be read: %s.".formatted(passwordFile, e), e);
        }
    }

    /** Makes the database empty again, and lets its owner switch triggers off, for a test to go behind them. For tests. */
    public void recreate() throws SQLException {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + DATABASE + " with (force)");
            statement.execute("create database %s owner %s".formatted(DATABASE, DatabaseRole.OWNER));
            statement.execute("grant set on parameter session_replication_role to " + DatabaseRole.OWNER);
        }
    }

    /** Lets nobody in as the superuser any more, until the next start. */
    public synchronized void shutSuperuserOut() {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            access.shutSuperuserOut();
            statement.execute("select pg_reload_conf()");
        } catch (IOException | SQLException e) {
            throw new StartFailure(
                    "The superuser of the embedded PostgreSQL in [%s] cannot be shut out: %s."
                            .formatted(cluster, e.getMessage()),
                    e);
        }
    }

    /**
     * Starts the database again where it is gone: somebody killed it, or a full disk did. {@link #server} and {@link #owner} lead there.
     *
     * @return whether it had to be started
     * @throws StartFailure if it does not start; worth trying again
     */
    public synchronized boolean revive() {
        try {
            if (closed || PostmasterFile.running(cluster).isPresent()) {
                return false;
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
        if (!Files.isDirectory(cluster)) {
            create();
        }
        checkVersion();
        access.admitSuperuser();
        var settled = !files.lay(PostgresSettings.FILE, PostgresSettings.TEXT);
        var running = PostmasterFile.running(cluster);
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
            DataDirectory.writeSecret(passwordFile, randomHex());
        }
        Files.createDirectory(part);
        var secret = part.resolveSibling("postgres.password.init");
        DataDirectory.writeSecret(secret, password());
        command.give(part);
        command.give(secret);
        var made = command.run(
                START,
                part,
                secret,
                List.of(
                        binaries.program("initdb"),
                        "--pgdata=" + command.called(part),
                        "--username=" + SUPERUSER,
                        "--pwfile=/dev/stdin",
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums"));
        Files.deleteIfExists(secret);
        if (made.code() != 0) {
            throw new IOException(made.output());
        }
        Files.writeString(part.resolve("postgresql.conf"), PostgresSettings.INCLUDES, StandardOpenOption.APPEND);
        Files.move(part, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkVersion() throws IOException {
        var made = Files.readString(cluster.resolve("PG_VERSION")).strip();
        var version = command.run(STOP, cluster, List.of(binaries.program("postgres"), "--version"))
                .output();
        if (!version.contains(" " + made + ".")) {
            throw new StartFailure(
                    "The database in [%s] was made by PostgreSQL %s, and this Douane brings [%s].\nMaybe dump it with the earlier Douane and load it with this one: docs/operators/README.md says how."
                            .formatted(cluster, made, version));
        }
    }

    private boolean takenOver(PostmasterFile running, boolean settled) throws IOException {
        if (!settled || running.port().isEmpty()) {
            return false;
        }
        if (command.runsAsNobody() && running.isRoots()) {
            return false;
        }
        var written = randomHex();
        files.lay(MARK, written);
        try (var connection = letIn();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("select pg_read_file('" + MARK + "')")) {
            var ours = answer.next() && answer.getString(1).equals(written); // and not a copy's, of the same password
            if (ours) {
                progress.accept("taking over the database that an earlier run left running (process %d)"
                        .formatted(running.pid()));
            }
            return ours;
        } catch (SQLException notAnswering) {
            progress.accept("the database that an earlier run left does not answer: " + notAnswering.getMessage());
            return false;
        }
    }

    /** By a server that may have shut us out: it takes a moment for it to read that it is not to. */
    private Connection letIn() throws IOException, SQLException {
        pgCtl("reload");
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                return connect("postgres");
            } catch (SQLException e) {
                if (!"28000".equals(e.getSQLState()) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private void stopOrphan(PostmasterFile running) throws IOException {
        progress.accept("stopping the database that an earlier run left running (process %d)".formatted(running.pid()));
        if (command.runsAsNobody() && running.isRoots()) {
            PostgresCommand.runAsWeAre(STOP, List.of("kill", "-INT", Long.toString(running.pid()))); // as pg_ctl would
            awaitEnd(running);
        } else {
            stop();
        }
    }

    private static void awaitEnd(PostmasterFile running) throws IOException {
        try {
            var process = ProcessHandle.of(running.pid());
            if (process.isPresent()) {
                process.get().onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while process %d ended.".formatted(running.pid()), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Process %d does not end.".formatted(running.pid()), e);
        }
    }

    private void startSomewhere() throws IOException {
        progress.accept("starting PostgreSQL");
        for (var attempt = 1; ; attempt++) {
            try {
                start(freePort());
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private void start(int where) throws IOException {
        files.giveAll();
        if (files.close()) {
            progress.accept("closing the folder of the database to others (%s)".formatted(cluster));
        }
        var log = cluster.resolve("start.log");
        Files.deleteIfExists(log);
        // in its own folder, where it stands: so the path is never too long for it
        var options = "-p %s -c unix_socket_directories=. -c unix_socket_permissions=0700".formatted(where);
        var started = pgCtl(
                "--log=" + command.called(cluster).resolve("start.log"),
                "--options=" + options,
                "--timeout=" + START.toSeconds(),
                "--wait",
                "start");
        if (started.code() != 0) {
            throw new IOException((started.output() + "\n" + (Files.exists(log) ? Files.readString(log) : "")).strip());
        }
    }

    private void stop() throws IOException {
        if (PostmasterFile.running(cluster).isEmpty()) {
            return; // pg_ctl would stop whatever has the number
        }
        var gently = stop("fast");
        if (gently.code() != 0 && PostmasterFile.running(cluster).isPresent()) {
            var hard = stop("immediate");
            if (hard.code() != 0) {
                throw new IOException(hard.output());
            }
        }
    }

    private PostgresCommand.Finished stop(String mode) throws IOException {
        return pgCtl("--mode=" + mode, "--timeout=" + STOP.toSeconds(), "--wait", "stop");
    }

    private PostgresCommand.Finished pgCtl(String... arguments) throws IOException {
        var whole = new ArrayList<>(List.of(binaries.program("pg_ctl"), "--pgdata=" + command.called(cluster)));
        whole.addAll(List.of(arguments));
        return command.run(START.plusSeconds(10), cluster, whole);
    }

    private void makeRoom() throws SQLException {
        try (var connection = connect("postgres")) {
            var owns = DatabaseRole.in(connection, DatabaseRole.OWNER);
            var serves = DatabaseRole.in(connection, DatabaseRole.SERVER);
            DataDirectory.writeSecret(ownersPasswordFile, owns.password());
            try (var statement = connection.createStatement()) {
                statement.execute("grant %s to %s".formatted(serves.name(), owns.name())); // to end what it does
            }
            createDatabase(connection);
            if (HandOver.isDue(connection, DATABASE)) {
                try (var there = connect(DATABASE)) {
                    HandOver.of(there, DATABASE);
                }
            }
            owner = owns;
            server = serves;
        }
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var known = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (known.next()) {
                    return;
                }
            }
            statement.execute("create database %s owner %s".formatted(DATABASE, DatabaseRole.OWNER));
        }
    }

    private Connection connect(String database) throws SQLException {
        var login = new Properties();
        login.setProperty("user", SUPERUSER);
        login.setProperty("password", password());
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(new Datasource(url(database), SUPERUSER, password()).url(), login);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1/" + database + EmbeddedSockets.parameters(cluster);
    }

    private static String randomHex() {
        var bits = new byte[24];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
