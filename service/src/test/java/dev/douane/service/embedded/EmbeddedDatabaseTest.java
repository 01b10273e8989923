package dev.douane.service.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.douane.service.BesideOthers;
import dev.douane.service.platform.DataDirectory;
import dev.douane.service.platform.Datasource;
import dev.douane.service.platform.StartFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
class EmbeddedDatabaseTest {
    private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

    /** A data directory whose database is made and stopped; each test begins with a copy of it, since making one takes seconds. */
    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private DataDirectory directory;
    private EmbeddedDatabase database;

    @BeforeAll
    static void make() {
        try (var directory = DataDirectory.claim(made.resolve("data"))) {
            EmbeddedDatabase.open(directory, BINARIES, what -> {}).close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        directory = DataDirectory.claim(copied("data"));
        open();
    }

    private Path copied(String name) throws IOException {
        var copy = folder.resolve(name);
        var copied = PostgresCommand.runAsWeAre(
                Duration.ofMinutes(1), List.of("cp", "-a", made.resolve("data").toString(), copy.toString()));
        assertThat(copied.code()).as(copied.output()).isZero();
        return copy;
    }

    @AfterEach
    void stop() {
        database.close();
        directory.close();
    }

    /** In the words of initdb. */
    @Test
    void whom_postgresql_finds_no_name_for_is_told_how_to_get_one() {
        assertThat(EmbeddedDatabase.wayOut(
                        "initdb: error: could not look up effective user ID 12345: user does not exist"))
                .contains("/etc/passwd", "unshare -U", "DOUANE_DB_URL");
        assertThat(EmbeddedDatabase.wayOut("pg_ctl: could not start server")).contains("its log");
        assertThat(EmbeddedDatabase.wayOut(null)).contains("its log");
    }

    @Test
    void what_was_committed_is_there_after_a_restart() throws SQLException {
        query("create table kept (word text)");
        query("insert into kept values ('tea')");

        database.close();
        open();

        assertThat(query("select word from kept")).isEqualTo("tea");
    }

    @Test
    void it_is_durable_and_listens_in_its_own_folder_behind_a_password() throws SQLException, IOException {
        assertThat(query("select current_setting('fsync')")).isEqualTo("on");
        assertThat(query("select current_setting('synchronous_commit')")).isEqualTo("on");
        assertThat(query("select current_setting('data_checksums')")).isEqualTo("on");
        assertThat(query("select current_setting('listen_addresses')")).isEmpty();
        assertThat(query("select current_setting('unix_socket_directories')")).isEqualTo(".");
        assertThat(mode(cluster())).as("where nobody else gets at the socket").isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("postgres.password"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "guessed"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    /** Whoever connects takes one of its connections before he has shown a password: a stranger has nowhere to connect to. */
    @Test
    void no_port_of_the_machine_leads_to_it() throws IOException {
        var port = port();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
        assertThat(mode(cluster().resolve(".s.PGSQL." + port))).isEqualTo("rwx------");
    }

    @Test
    void an_operator_may_let_it_listen_for_his_tools() throws Exception {
        database.close();
        Files.writeString(cluster().resolve("operator.conf"), "listen_addresses = '127.0.0.1'\n");

        open();

        assertThat(query("jdbc:postgresql://127.0.0.1:%d/douane".formatted(port()), "select 1"))
                .isEqualTo("1");
        assertThat(query("select coalesce(inet_server_addr()::text, 'its folder')"))
                .as("the server itself comes as ever")
                .isEqualTo("its folder");
    }

    /** Longer than the path of a socket may be. */
    @Test
    void a_data_directory_with_a_long_path_is_one_like_others() throws Exception {
        database.close();
        directory.close();
        var deep = Files.createDirectories(folder.resolve("long".repeat(40)));
        Files.move(folder.resolve("data"), deep.resolve("data"));
        directory = DataDirectory.claim(deep.resolve("data"));

        open();

        assertThat(query("select 1")).isEqualTo("1");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void it_is_told_nothing_of_our_environment() throws IOException {
        var environment = Files.readString(Path.of("/proc", Long.toString(postmaster()), "environ"));
        assertThat(environment.split("\0", -1))
                .filteredOn(variable -> !variable.isEmpty())
                .allMatch(variable -> variable.matches("(PATH|LC_\\w+|PWD|OLDPWD|SHLVL|_|PG\\w+)=.*"));
    }

    @Test
    void a_server_left_running_by_a_killed_process_is_taken_over_as_it_is() throws SQLException {
        query("create table kept (word text)");
        var before = postmaster();

        open(); // the earlier one was never closed: that is what kill -9 leaves

        assertThat(postmaster()).isEqualTo(before);
        assertThat(query("select count(*) from kept")).isEqualTo("0");
        assertThat(told).last().asString().startsWith("taking over the database");
    }

    @Test
    void a_server_left_running_with_other_settings_is_started_again_with_ours() throws Exception {
        var before = postmaster();
        Files.writeString(directory.resolve("postgres").resolve(PostgresSettings.FILE), "max_connections = 20\n");

        open();

        assertThat(postmaster()).isNotEqualTo(before);
        assertThat(query("select current_setting('max_connections')")).isEqualTo("60");
    }

    @Test
    void a_killed_server_is_started_again_with_all_that_was_committed() throws Exception {
        query(database.owner(), "create table kept (word text)");
        query(database.owner(), "insert into kept values ('tea')");
        var toldAtTheStart = database.owner();
        assertThat(database.revive()).as("while it runs").isFalse();
        kill();

        assertThat(database.revive()).isTrue();

        assertThat(query(toldAtTheStart, "select word from kept")).isEqualTo("tea");
        database.close();
        assertThat(database.revive()).as("once it is closed").isFalse();
    }

    @Test
    void a_stale_pid_file_that_names_another_program_does_not_stop_the_start() throws Exception {
        database.close();
        Files.writeString(
                PostmasterFile.in(directory.resolve("postgres")),
                ProcessHandle.current().pid() + "\n" + directory.resolve("postgres") + "\n0\n1\n\n127.0.0.1\n");

        open();

        assertThat(query("select 1")).isEqualTo("1");
    }

    /** After a restart of the machine, or of a container, the numbers begin again. */
    @Test
    void a_stale_pid_file_that_names_another_clusters_database_leaves_that_one_alone() throws Exception {
        database.close();
        try (var neighbours = DataDirectory.claim(copied("neighbour"));
                var neighbour = EmbeddedDatabase.open(neighbours, BINARIES, told::add)) {
            var its = neighbours.resolve("postgres");
            var postmaster = PostmasterFile.read(its).orElseThrow();
            assertThat(PostmasterFile.running(its)).contains(postmaster);

            layStaleFileOf(its);
            open();
            assertThat(query("select 1")).as("a start").isEqualTo("1");
            assertThat(postmaster()).isNotEqualTo(postmaster.pid());

            kill();
            layStaleFileOf(its);
            assertThat(database.revive()).as("one that is started again").isTrue();
            assertThat(query("select 1")).isEqualTo("1");

            kill();
            layStaleFileOf(its);
            database.close();

            assertThat(PostmasterFile.read(its)).contains(postmaster);
            assertThat(query(neighbour.jdbcUrl(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void where_it_cannot_be_seen_where_a_process_stands_it_counts_when_it_began() throws IOException {
        var now = PostmasterFile.read(cluster()).orElseThrow();
        var began = now.started().orElseThrow();

        assertThat(now.beganAsWritten()).isTrue();
        assertThat(new PostmasterFile(now.pid(), Optional.of(began.minus(Duration.ofHours(1))), now.port()))
                .returns(false, PostmasterFile::beganAsWritten);
        assertThat(new PostmasterFile(now.pid(), Optional.empty(), now.port()))
                .returns(false, PostmasterFile::beganAsWritten);
    }

    @Test
    void the_operators_own_settings_win_over_ours() throws Exception {
        database.close();
        Files.writeString(directory.resolve("postgres").resolve("operator.conf"), "max_connections = 30\n");

        open();

        assertThat(query("select current_setting('max_connections')")).isEqualTo("30");
    }

    /** As a plain copy of a folder leaves it, and many volumes do. */
    @Test
    void a_folder_that_others_may_enter_is_closed_and_said_to_be() throws Exception {
        database.close();
        Files.setPosixFilePermissions(cluster(), PosixFilePermissions.fromString("rwxr-xr-x"));

        open();

        assertThat(Files.getPosixFilePermissions(cluster())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(told).anyMatch(line -> line.startsWith("closing the folder of the database to others"));
    }

    @Test
    void a_start_that_was_broken_off_half_way_is_done_again() throws IOException, SQLException {
        database.close();
        PostgresBinaries.delete(directory.resolve("postgres"));
        Files.createDirectories(directory.resolve("postgres.part").resolve("base"));

        open();

        assertThat(query("select 1")).isEqualTo("1");
    }

    @Test
    void a_cluster_of_another_major_version_is_left_alone_and_says_so() throws IOException {
        database.close();
        var version = directory.resolve("postgres").resolve("PG_VERSION");
        Files.writeString(version, "14\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("was made by PostgreSQL 14")
                .hasMessageContaining("Maybe dump it");

        Files.writeString(version, "18\n");
    }

    @Test
    void while_the_server_serves_nobody_is_the_superuser_until_the_next_start() throws Exception {
        var hba = directory.resolve("postgres").resolve("pg_hba.conf");
        var before = Files.readString(hba);
        database.shutSuperuserOut();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThatThrownBy(() -> query("select 1"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("pg_hba.conf rejects connection"));
        var owner = database.owner();
        assertThat(query(owner, "select current_user")).isEqualTo("douane_owner");
        assertThat(query(database.server(), "select current_user")).isEqualTo("douane_server");
        assertThatThrownBy(() -> query(owner, "copy (select 1) to program 'true'"))
                .hasMessageContaining("permission denied");

        open(); // over the one that still runs
        assertThat(query("select 1")).isEqualTo("1");
        assertThat(hba).hasContent(before);
        assertThat(told).last().asString().startsWith("taking over the database");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void started_as_root_it_can_do_nothing_that_root_can() throws Exception {
        assumeTrue(PostgresCommand.forThisUser().runsAsNobody(), "not root");
        var status = Files.readString(Path.of("/proc", Long.toString(postmaster()), "status"));
        assertThat(status)
                .containsPattern("Uid:\\s+65534\\s+65534\\s+65534\\s+65534")
                .containsPattern("CapEff:\\s+0+\\n")
                .containsPattern("NoNewPrivs:\\s+1");
        assertThat(told).contains("started as root; PostgreSQL runs as nobody");
        assertThat(mode(folder)).as("nobody passes the folders above").isEqualTo("rwx------");

        var forbidden = folder.resolve("forbidden");
        assertThatThrownBy(() -> query("copy (select 1) to program 'cat > /dev/null; echo > %s'".formatted(forbidden)))
                .hasMessageContaining("child process exited");
        query("copy (select 1) to program 'cat > /dev/null; id -u > /proc/self/cwd/whoami'");
        assertThat(directory.resolve("postgres").resolve("whoami")).hasContent("65534");
        assertThat(forbidden).doesNotExist();
    }

    /** As every data directory once was: all of it root's, and all tables the superuser's. */
    @Test
    void a_database_that_the_superuser_owned_is_handed_over_with_all_that_is_in_it() throws Exception {
        query("alter database douane owner to douane");
        query("create table kept (id bigint generated always as identity primary key, word text)");
        query("create sequence counted");
        query("create function said() returns text language sql as $$ select 'tea' $$");
        query("create view seen as select word from kept");
        query("grant select on kept to douane_server");
        database.close();
        PostgresCommand.runAsWeAre(
                Duration.ofMinutes(1), List.of("chown", "-R", "0:0", cluster().toString()));

        open();

        var owner = database.owner();
        query(owner, "insert into kept (word) values ('tea')");
        for (var sql : List.of(
                "alter table kept add column more text",
                "drop view seen",
                "drop function said()",
                "drop sequence counted",
                "create table another (id int)")) {
            query(owner, sql);
        }
        assertThat(query(database.server(), "select word from kept")).isEqualTo("tea");
    }

    /** A data directory from before there was such a role gets it with its next start. */
    @Test
    void the_server_has_a_role_of_its_own_that_owns_nothing_and_a_new_password_at_every_start() throws SQLException {
        query("drop role douane_server");

        open();

        var first = database.server();
        assertThat(first.user()).isNotEqualTo(database.user());
        try (var connection = DriverManager.getConnection(first.url(), first.user(), first.password());
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("create table mine (id int)"))
                    .hasMessageContaining("permission denied");
        }
        open();
        assertThat(database.server().password()).isNotEqualTo(first.password());
        assertThatThrownBy(() -> DriverManager.getConnection(first.url(), first.user(), first.password()))
                .hasMessageContaining("password authentication failed");
        assertThat(first.toString()).doesNotContain(first.password());
    }

    @Test
    void a_second_server_on_the_same_data_directory_is_refused_with_the_holders_process() {
        assertThatThrownBy(() -> DataDirectory.claim(folder.resolve("data")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(
                        "is in use by another Douane (process %d)",
                        ProcessHandle.current().pid());
    }

    private void open() {
        database = EmbeddedDatabase.open(directory, BINARIES, told::add);
    }

    private void kill() {
        var running = ProcessHandle.of(postmaster()).orElseThrow();
        var all = Stream.concat(Stream.of(running), running.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofMinutes(1)).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    private void layStaleFileOf(Path other) throws IOException {
        Files.copy(PostmasterFile.in(other), PostmasterFile.in(cluster()), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path cluster() {
        return directory.resolve("postgres");
    }

    private int port() throws IOException {
        return PostmasterFile.read(cluster()).orElseThrow().port().orElseThrow();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private long postmaster() {
        try {
            return PostmasterFile.read(directory.resolve("postgres"))
                    .orElseThrow()
                    .pid();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String query(String sql) throws SQLException {
        return query(database.jdbcUrl(), sql);
    }

    private String query(String url, String sql) throws SQLException {
        return query(new Datasource(url, database.user(), database.password()), sql);
    }

    private static String query(Datasource as, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(as.url(), as.user(), as.password());
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
