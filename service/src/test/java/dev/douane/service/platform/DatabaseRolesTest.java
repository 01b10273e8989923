package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.start.RoleCheck;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two roles may do to what was written down: the one that the server works as, and the one that owns the tables. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class DatabaseRolesTest {
    private static final String NOT_ALLOWED = "42501";
    private static final String REFUSED = "P0001";

    @Inject
    DataSource server;

    @Inject
    OwnerDatabase owner;

    @Inject
    RoleCheck roles;

    private static List<String> rows(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void refuses(DataSource database, String state, String sql) {
        assertThatThrownBy(() -> execute(database, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    void the_server_owns_nothing() throws SQLException {
        assertThat(rows(server, "select relname from pg_class where pg_has_role(relowner, 'member')"))
                .isEmpty();
        assertThat(
                        rows(
                                server,
                                "select rolname from pg_roles where rolname = current_user and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls)"))
                .isEmpty();
        assertThat(roles.isOwner()).isFalse();
        assertThat(rows(owner.source(), "select current_setting('is_superuser')"))
                .containsExactly("off");
    }

    @Test
    void a_server_that_owns_its_tables_says_so_at_its_start_and_another_says_nothing() throws SQLException {
        assertThat(toldAtStart(server)).isEmpty();
        assertThat(toldAtStart(owner.source()))
                .singleElement()
                .asString()
                .contains(
                        "the server's database role owns its tables",
                        "DOUANE_DB_OWNER_USER",
                        "docs/operators/database-roles.md");
    }

    private static List<String> toldAtStart(DataSource database) throws SQLException {
        var told = new ArrayList<String>();
        var message = new PatternFormatter("%p %s");
        var listener = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                told.add(message.format(line));
            }
        };
        var log = Logger.getLogger(RoleCheck.class.getName());
        log.addHandler(listener);
        try {
            new RoleCheck(database).atStart(new StartupEvent());
        } finally {
            log.removeHandler(listener);
        }
        assertThat(told).allMatch(line -> line.startsWith("WARN"));
        return told;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "truncate decision",
                "truncate decision_default",
                "truncate hold",
                "truncate ledger_entry",
                "truncate ruleset_change",
                "delete from decision",
                "update decision set verdict = 'deny'",
                "update ledger_entry set at = at",
                "delete from hold",
                "delete from budget",
                "delete from api_key",
                "alter table decision disable trigger all",
                "alter table hold disable trigger all",
                "drop table decision_default",
                "drop trigger decision_append_only on decision",
                "alter table decision detach partition decision_default",
                "create table mine (id int)",
                "create or replace function refuse_change() returns trigger language sql as ''",
                "set session_replication_role = replica",
                "update flyway_schema_history set success = true",
                "alter role current_user superuser"
            })
    void what_the_server_never_does_its_role_may_not_do(String sql) {
        refuses(server, NOT_ALLOWED, sql);
    }

    /** Tables that a later migration brings, and months that are made later, are among them by themselves. */
    @Test
    void what_refuses_to_be_changed_refuses_to_be_emptied_by_its_owner_too() throws SQLException {
        var kept = rows(owner.source(), """
                select distinct t.tgrelid::regclass::text from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                where p.proname in ('refuse_change', 'decision_is_append_only')""");

        assertThat(kept)
                .contains(
                        "decision",
                        "decision_default",
                        "ledger_entry",
                        "ruleset_change",
                        "budget_amendment",
                        "catalog_version");
        assertThat(kept).anyMatch(name -> name.matches("decision_\\d{4}_\\d{2}"));
        kept.add("hold");
        kept.forEach(table -> refuses(owner.source(), REFUSED, "truncate " + table + " cascade"));
    }

    @Test
    void what_a_later_migration_brings_is_seen_to_at_its_end() throws SQLException {
        execute(
                owner.source(),
                "create table of_later (id int); create trigger t before update or delete on of_later for each row execute function refuse_change()");
        try {
            refuses(server, NOT_ALLOWED, "insert into of_later values (1)");

            afterMigrate();

            execute(server, "insert into of_later values (1)");
            assertThat(rows(server, "select id from of_later")).containsExactly("1");
            refuses(server, NOT_ALLOWED, "update of_later set id = 2");
            refuses(owner.source(), REFUSED, "truncate of_later");
        } finally {
            execute(owner.source(), "drop table of_later");
        }
    }

    /** As Flyway runs it. */
    private void afterMigrate() throws SQLException {
        try (var connection = owner.source().getConnection();
                var statement = connection.createStatement();
                var script = DatabaseRolesTest.class.getResourceAsStream("/db/migration/afterMigrate.sql")) {
            statement.execute("set douane.server_role = '"
                    + rows(server, "select current_user").getFirst() + "'");
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
