package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.douane.service.BesideOthers;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionQuery;
import dev.douane.service.embedded.PostgresCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The oldest PostgreSQL that is said to do, where the machine has one: migrations, both roles, and a database that one role owned so far. */
@BesideOthers
class OldestPostgresTest {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PostgresCommand command = PostgresCommand.forThisUser();

    @TempDir
    Path folder;

    private Path cluster;
    private int port;

    @BeforeEach
    void start() throws IOException, SQLException {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve("initdb")), "no PostgreSQL 15 here");
        cluster = folder.resolve("cluster");
        Files.createDirectory(cluster);
        // before version 16 its programs look for themselves by changing the directory, so they cannot be started in
        // one
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        command.give(cluster);
        run("initdb", "--pgdata=" + cluster, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C");
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        run(
                "pg_ctl",
                "--pgdata=" + cluster,
                "--log=" + cluster.resolve("log"),
                "--wait",
                "--options=-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
                        .formatted(port),
                "start");
        execute(source("postgres", "postgres"), "create role douane_owner login");
        execute(source("postgres", "postgres"), "create role douane_server login");
        execute(
                source("postgres", "postgres"),
                "create database douane owner douane_owner encoding 'UTF8' template template0");
    }

    @AfterEach
    void stop() throws IOException {
        if (cluster != null) {
            run("pg_ctl", "--pgdata=" + cluster, "--mode=immediate", "--wait", "stop");
        }
    }

    private void run(String program, String... arguments) throws IOException {
        var whole = new ArrayList<>(List.of(PROGRAMS.resolve(program).toString()));
        whole.addAll(List.of(arguments));
        var finished = command.run(PATIENCE, Path.of("/"), whole);
        assertThat(finished.code()).as(finished.output()).isZero();
    }

    private PGSimpleDataSource source(String user, String database) {
        var source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database));
        source.setUser(user);
        return source;
    }

    private static void execute(PGSimpleDataSource as, String sql) throws SQLException {
        try (var connection = as.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void refuses(PGSimpleDataSource as, String state, String sql) {
        assertThatThrownBy(() -> execute(as, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    /** @param server whom to give what it needs */
    private int migrate(String server) {
        return Flyway.configure()
                .dataSource(source("douane_owner", "douane"))
                .initSql(Datasource.serverRole(server))
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }

    @Test
    void the_role_of_the_server_may_have_any_name() throws SQLException {
        for (var role : List.of("o'brien", "us$$er", "us${er}", "back\\slash\\")) {
            execute(source("postgres", "postgres"), "create role \"%s\" login".formatted(role));

            migrate(role);

            assertThat(new DecisionLog(source(role, "douane")).page(DecisionQuery.newest(10)))
                    .as(role)
                    .isEmpty();
        }
    }

    @Test
    void it_is_migrated_and_parted_into_two_roles_later_on() throws SQLException {
        var owner = source("douane_owner", "douane");
        var server = source("douane_server", "douane");

        assertThat(migrate("douane_owner")).as("one role for both").isPositive();
        refuses(server, "42501", "select from decision");

        assertThat(migrate("douane_server")).as("nothing is migrated again").isZero();
        assertThat(new DecisionLog(server).page(DecisionQuery.newest(10))).isEmpty();
        execute(
                server,
                "insert into ledger_entry (at, kind, accounts, held, spent, limits) values (now(), 'open', '{1}', '{0}', '{0}', '{0}')");
        for (var sql : List.of(
                "truncate decision",
                "delete from ledger_entry",
                "alter table hold disable trigger all",
                "create table mine (id int)")) {
            refuses(server, "42501", sql);
        }
        refuses(owner, "P0001", "truncate decision");
        refuses(owner, "P0001", "truncate ledger_entry");
    }
}
