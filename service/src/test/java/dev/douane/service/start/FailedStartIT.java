package dev.douane.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.platform.DataDirectory;
import dev.douane.service.platform.ListeningPostgres;
import dev.douane.service.platform.OldPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong settings, one a start of the packaged server: each ends with code 1 and one line on standard error that names the setting, its value and
 * what to do.
 */
@BesideOthers
class FailedStartIT {
    private static final String SECRET = "correct-horse-battery";
    private static final boolean IS_LONG = Integer.getInteger("douane.test.times", 1) > 1;

    @TempDir
    static Path folder;

    private static final List<Wrong> ALL = new ArrayList<>();
    private static final Map<Wrong, Future<StartAttempt>> STARTS = new LinkedHashMap<>();

    private static DataDirectory directory;
    private static EmbeddedDatabase database;
    private static ServerSocket taken;
    private static OldPostgres old;
    private static DataDirectory claimed;
    private static ExecutorService oneByOne;

    /**
     * A start that has to fail.
     *
     * @param settings environment variables, beside those of a start that works
     * @param told what its line has to say
     */
    record Wrong(Map<String, String> settings, List<String> told) {
        @Override
        public String toString() {
            return settings.toString();
        }
    }

    @BeforeAll
    static void startAll() throws IOException, SQLException {
        directory = DataDirectory.claim(folder.resolve("database"));
        database = ListeningPostgres.open(directory);
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        old = new OldPostgres();
        claimed = DataDirectory.claim(folder.resolve("claimed"));
        makeDatabases();
        listWrongSettings();
        oneByOne = Executors.newSingleThreadExecutor(); // beside other servers
        for (var wrong : ALL) {
            STARTS.put(wrong, oneByOne.submit(() -> StartAttempt.of(settings(wrong))));
        }
    }

    @AfterAll
    static void stopAll() throws IOException {
        oneByOne.shutdownNow();
        claimed.close();
        old.close();
        taken.close();
        database.close();
        directory.close();
    }

    static Stream<Wrong> wrongSettings() {
        return ALL.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSettings")
    void a_wrong_setting_is_told_in_one_line(Wrong wrong) throws Exception {
        var start = STARTS.get(wrong).get();

        assertThat(start.code()).as(start.toString()).isEqualTo(1);
        assertThat(start.error().lines()).as(start.toString()).hasSize(1);
        assertThat(start.error()).startsWith("douane: ").contains(wrong.told());
        assertThat(start.error() + start.output()).doesNotContain(SECRET).doesNotContain(database.password());
    }

    static Stream<Wrong> wrongFromTheFirst() throws IOException {
        var port = Integer.toString(taken.getLocalPort());
        return Stream.of(
                new Wrong(Map.of("DOUANE_CATALOG_FILE", "/nowhere/catalog.yaml"), List.of("/nowhere/catalog.yaml")),
                new Wrong(
                        Map.of(
                                "DOUANE_CATALOG_FILE",
                                file("early.yaml", "tires: [economy]\n").toString()),
                        List.of("early.yaml", "tires")),
                new Wrong(Map.of("DOUANE_PACKS_DIR", "/nowhere/packs"), List.of("DOUANE_PACKS_DIR (/nowhere/packs)")),
                new Wrong(Map.of("DOUANE_PACKS_SHIPPED", "false"), List.of("DOUANE_PACKS_SHIPPED (false)")),
                new Wrong(
                        Map.of(
                                "DOUANE_PACKS_TRUST",
                                file("trust.yaml", "keys: &all []\n").toString()),
                        List.of("trust.yaml", "DOUANE_PACKS_TRUST")),
                new Wrong(Map.of("QUARKUS_HTTP_HOST", "no-such-host.invalid"), List.of("QUARKUS_HTTP_HOST")),
                new Wrong(Map.of("QUARKUS_HTTP_PORT", port), List.of("QUARKUS_HTTP_PORT (" + port + ") is taken")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongFromTheFirst")
    void what_can_be_known_before_there_is_a_database_is_told_before_one_is_made(Wrong wrong) throws Exception {
        var data = Files.createTempDirectory(folder, "first");
        var settings = new LinkedHashMap<>(Map.of("DOUANE_DATA_DIR", data.toString(), "QUARKUS_HTTP_PORT", "0"));
        settings.putAll(wrong.settings());

        var start = StartAttempt.of(settings);

        assertThat(start.code()).as(start.toString()).isEqualTo(1);
        assertThat(start.error().lines()).as(start.toString()).hasSize(1);
        assertThat(start.error()).startsWith("douane: ").contains(wrong.told());
        assertThat(data.resolve("postgres")).doesNotExist();
        assertThat(start.output()).doesNotContain("\tat ");
    }

    @Test
    void a_file_of_settings_where_the_server_stands_is_refused_before_anything_is_made() throws Exception {
        var here = Files.createTempDirectory(folder, "here");
        Files.writeString(here.resolve(".env"), "DOUANE_DATA_DIR=elsewhere\nQUARKUS_HTTP_PORT=0\n");

        var start = StartAttempt.of(Map.of(), here);

        assertThat(start.code()).as(start.toString()).isEqualTo(1);
        assertThat(start.error().lines()).as(start.toString()).hasSize(1);
        assertThat(start.error()).startsWith("douane: ").contains("/.env]", "(DOUANE_DATA_DIR and 1 more)");
        assertThat(here.resolve("data")).doesNotExist();
        assertThat(here.resolve("elsewhere")).doesNotExist();
    }

    private static void listWrongSettings() throws IOException {
        // where it keeps things, and where it listens
        wrong("DOUANE_DATA_DIR", file("a-file", "").toString(), "DOUANE_DATA_DIR", "a-file");
        wrong("DOUANE_DATA_DIR", "/proc/nowhere", "DOUANE_DATA_DIR", "/proc/nowhere");
        wrong("DOUANE_DATA_DIR", claimed.path().toString(), "in use by another Douane", "DOUANE_DATA_DIR");
        var shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        wrong(
                "DOUANE_DATA_DIR",
                shared.resolve("data").toString(),
                "can be written by others",
                "DOUANE_DATA_DIR_TRUST");
        wrong("DOUANE_DATA_DIR_TRUST", "perhaps", "DOUANE_DATA_DIR_TRUST (perhaps) must be true or false");
        wrong("QUARKUS_HTTP_PORT", "eighty", "QUARKUS_HTTP_PORT (eighty) must be a whole number", "quarkus.http.port");
        alsoWrong("QUARKUS_HTTP_PORT", "99999", "QUARKUS_HTTP_PORT", "99999");
        var port = Integer.toString(taken.getLocalPort());
        wrong("QUARKUS_HTTP_PORT", port, "QUARKUS_HTTP_PORT (" + port + ") is taken");
        wrong("QUARKUS_HTTP_HOST", "no-such-host.invalid", "QUARKUS_HTTP_HOST", "no-such-host.invalid");
        alsoWrong("QUARKUS_HTTP_HOST", "203.0.113.7", "QUARKUS_HTTP_HOST (203.0.113.7)");
        wrong("QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE", "lots", "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE (lots)", "such as 8M");
        alsoWrong("QUARKUS_SHUTDOWN_TIMEOUT", "whenever", "QUARKUS_SHUTDOWN_TIMEOUT (whenever)", "such as PT15M");

        // what it does
        wrong("DOUANE_BOOTSTRAP_KEY", "hunter2", "DOUANE_BOOTSTRAP_KEY (7 characters)", "openssl rand -hex 32");
        wrong("DOUANE_RULESETS_ZONE", "Mars/Olympus", "DOUANE_RULESETS_ZONE (Mars/Olympus)", "Europe/Berlin");
        wrong("DOUANE_LEDGER_HOLD_TTL", "soon", "DOUANE_LEDGER_HOLD_TTL (soon)", "PT15M", "douane.ledger.hold-ttl");
        alsoWrong("DOUANE_LEDGER_LANES", "0", "DOUANE_LEDGER_LANES (0)", "from 1");
        alsoWrong("DOUANE_LIMITS_BODY_BYTES_PER_KEY", "1K", "DOUANE_LIMITS_BODY_BYTES_PER_KEY (1K)", "from 8M");
        alsoWrong("DOUANE_LOG_MONTHS_AHEAD", "99", "DOUANE_LOG_MONTHS_AHEAD (99)", "from 1 to 24");
        wrong("DOUANE_BUDGET_CURRENCY", "DOLLAR", "DOUANE_BUDGET_CURRENCY (DOLLAR)", "ISO 4217");

        // what it is given
        alsoWrong("DOUANE_CATALOG_FILE", "/nowhere/catalog.yaml", "DOUANE_CATALOG_FILE", "/nowhere/catalog.yaml");
        alsoWrong("DOUANE_CATALOG_FILE", file("torn.yaml", "tiers: [").toString(), "torn.yaml");
        wrong("DOUANE_CATALOG_FILE", file("odd.yaml", "tires: [economy]\n").toString(), "odd.yaml", "tires");
        alsoWrong("DOUANE_PACKS_DIR", "/nowhere/packs", "DOUANE_PACKS_DIR", "/nowhere/packs");
        alsoWrong("DOUANE_PACKS_SHIPPED", "false", "DOUANE_PACKS_SHIPPED", "douane.packs.dir");
        wrong("DOUANE_PACKS_SHIPPED", "ja", "DOUANE_PACKS_SHIPPED (ja) must be true or false");
        alsoWrong("DOUANE_PACKS_TRUST", "/nowhere/trust.yaml", "DOUANE_PACKS_TRUST", "/nowhere/trust.yaml");
        alsoWrong("DOUANE_PACKS_UNSIGNED", "perhaps", "DOUANE_PACKS_UNSIGNED (perhaps) must be one of", "allow");

        // the database
        wrong("DOUANE_DB_URL", "jdbc:mysql://localhost/douane", "DOUANE_DB_URL", "jdbc:postgresql://host:5432/douane");
        wrong("DOUANE_DB_URL", "postgres://ann:" + SECRET + "@localhost/douane", "DOUANE_DB_URL", "DOUANE_DB_PASSWORD");
        wrong("DOUANE_DB_URL", "jdbc:postgresql://localhost:port/douane", "DOUANE_DB_URL", "is not written as one");
        wrong(
                Map.of("DOUANE_DB_URL", "postgresql://no-such-host.invalid/douane", "DOUANE_DB_WAIT", "PT0S"),
                "does not answer",
                "DOUANE_DB_WAIT");
        wrong(
                Map.of("DOUANE_DB_URL", "postgresql://127.0.0.1:1/douane", "DOUANE_DB_WAIT", "PT0S"),
                "127.0.0.1:1",
                "does not answer");
        wrong("DOUANE_DB_WAIT", "a while", "DOUANE_DB_WAIT (a while) must be a duration");
        wrong("DOUANE_DB_URL", url("nowhere"), "does not let us in", "create database nowhere");
        wrong("DOUANE_DB_PASSWORD", SECRET, "does not let us in", "DOUANE_DB_PASSWORD");
        wrong("DOUANE_DB_USER", "nobody", "does not let us in", "DOUANE_DB_USER");
        wrong(
                "DOUANE_DB_USER",
                "guest",
                "does not let this user make tables in the schema public",
                "owner to \"guest\"");
        wrong(Map.of("DOUANE_DB_USER", "guest", "DOUANE_DB_URL", url("theirs")), "belong to another user (other)");
        wrong("DOUANE_DB_URL", url("latin1"), "keeps text as LATIN1", "encoding 'UTF8'");
        wrong("DOUANE_DB_URL", url("ascii"), "keeps text as SQL_ASCII", "encoding 'UTF8'");
        wrong("DOUANE_DB_URL", url("standby"), "can only be read", "the primary");
        wrong(
                "DOUANE_DB_URL",
                url("backslashes"),
                "has standard_conforming_strings = 'off'",
                "in database \"backslashes\" set standard_conforming_strings = 'on'");
        wrong(
                "DOUANE_DB_URL",
                url("serial"),
                "has default_transaction_isolation = 'serializable'",
                "set default_transaction_isolation = 'read committed'");
        alsoWrong("DOUANE_DB_URL", url("ready") + "?options=-c%20array_nulls=off", "has array_nulls = 'off'");
        alsoWrong(
                "DOUANE_DB_URL",
                url("ready") + "?options=-c%20session_replication_role=replica",
                "has session_replication_role = 'replica'");
        wrong("DOUANE_DB_URL", old.url() + "?requireAuth=none", "is PostgreSQL 14", "15 or newer");
        wrong("DOUANE_DB_URL", old.url(), "does not let us in", "requireAuth", "password_encryption = 'scram-sha-256'");
        wrong("DOUANE_DB_URL", url("ready") + "?requireAuth=password", "DOUANE_DB_URL", "add sslmode=verify-full");
    }

    private static void makeDatabases() throws SQLException {
        execute(
                "postgres",
                "create role guest login password '%s'".formatted(database.password()),
                "create role other login password '%s'".formatted(database.password()),
                "create database ready",
                "create database theirs owner guest",
                "create database latin1 encoding 'LATIN1' locale 'C' template template0",
                "create database ascii encoding 'SQL_ASCII' locale 'C' template template0",
                "create database standby",
                "alter database standby set default_transaction_read_only = on",
                "create database backslashes",
                "alter database backslashes set standard_conforming_strings = off",
                "create database serial",
                "alter database serial set default_transaction_isolation = serializable");
        execute(
                "theirs",
                "create table flyway_schema_history (installed_rank int)",
                "alter table flyway_schema_history owner to other");
    }

    private static void execute(String name, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(url(name), database.user(), database.password());
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String url(String name) {
        return ListeningPostgres.url(directory, name);
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** One that is told as another is: the long run tries it too. */
    private static void alsoWrong(String variable, String value, String... told) {
        if (IS_LONG) {
            wrong(variable, value, told);
        }
    }

    private static void wrong(String variable, String value, String... told) {
        wrong(Map.of(variable, value), told);
    }

    private static void wrong(Map<String, String> settings, String... told) {
        ALL.add(new Wrong(settings, List.of(told)));
    }

    private static Map<String, String> settings(Wrong wrong) throws IOException {
        var settings = new LinkedHashMap<>(Map.of(
                "DOUANE_DATA_DIR", Files.createTempDirectory(folder, "data").toString(),
                "DOUANE_DB_URL", url("ready"),
                "DOUANE_DB_USER", database.user(),
                "DOUANE_DB_PASSWORD", database.password(),
                "QUARKUS_HTTP_PORT", "0"));
        settings.putAll(wrong.settings());
        return settings;
    }
}
