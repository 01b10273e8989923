package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.ledger.TestServer;
import dev.douane.service.platform.UnitOfWork.Change;
import dev.douane.service.platform.UnitOfWork.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BesideOthers
class UnitOfWorkTest {
    private static TestServer.Database database;
    private static Connection connection;
    private final UnitOfWork unit = new UnitOfWork();

    @BeforeAll
    static void connect() throws SQLException {
        database = TestServer.database();
        connection = database.connect();
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @BeforeEach
    void anEmptyTable() throws SQLException {
        try (var create = connection.createStatement()) {
            create.execute(
                    "create temporary table thing (id bigint primary key, name text, at timestamptz) on commit drop");
        }
    }

    @AfterEach
    void forget() throws SQLException {
        connection.rollback();
    }

    private static Change insert(long id, String name) {
        return new Change(
                "insert into thing values (?, ?, ?)",
                to -> to.number(id).text(name).time(Instant.parse("2026-11-30T12:00:00.123456Z")));
    }

    private static Query<List<String>> names(long from) {
        return new Query<>("select name from thing where id >= ? order by id", to -> to.number(from), rows -> {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        });
    }

    @Test
    void each_gets_its_own_answer_and_sees_what_those_before_it_did() throws SQLException {
        var first = unit.add(insert(1, "one"));
        var seen = unit.add(names(1));
        var second = unit.add(new Change("insert into thing select id + 1, ? from thing", to -> to.text("two")));
        var none = unit.add(names(9));
        var both = unit.add(names(1));
        unit.send(connection);

        assertThat(first.get()).isEqualTo(1);
        assertThat(seen.get()).containsExactly("one");
        assertThat(second.get()).isEqualTo(1);
        assertThat(none.get()).isEmpty();
        assertThat(both.get()).containsExactly("one", "two");
    }

    @Test
    void parameters_keep_their_types() throws SQLException {
        var id = UUID.fromString("01933f00-0000-7000-8000-000000000001");
        unit.add(insert(1, "it's; a ? and more"));
        var at = unit.add(new Query<>("select at, name from thing", to -> {}, rows -> {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant() + " " + rows.getString(2);
        }));
        var array = unit.add(new Query<>(
                "select ?::uuid, ?::text[], cardinality(?::bigint[]), ?::bytea[]",
                to -> to.object(id)
                        .array("text", List.of(1, 2), number -> number == 1 ? "a" : null)
                        .object(new long[] {5, 6})
                        .arrayOfBytes(List.of((byte) 7, (byte) 8), value -> new byte[] {value}),
                rows -> {
                    rows.next();
                    return rows.getObject(1, UUID.class) + rows.getString(2) + rows.getInt(3) + rows.getString(4);
                }));
        unit.send(connection);

        assertThat(at.get()).isEqualTo("2026-11-30T12:00:00.123456Z it's; a ? and more");
        assertThat(array.get()).isEqualTo(id + "{a,NULL}2{\"\\\\x07\",\"\\\\x08\"}");
    }

    @Test
    void nothing_is_sent_where_nothing_was_added() throws SQLException {
        Connection closed;
        try (var open = database.connect()) {
            closed = open;
        }

        unit.send(closed);
    }

    @Test
    void nothing_after_what_fails_is_done_and_no_answer_is_there() {
        unit.add(insert(1, "one"));
        unit.add(insert(1, "one again"));
        var after = unit.add(names(1));

        assertThatThrownBy(() -> unit.send(connection))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
        assertThatThrownBy(after::get).isInstanceOf(IllegalStateException.class).hasMessageContaining("not sent");
    }

    @Test
    void a_parameter_too_few_or_too_many_would_shift_those_of_the_next() {
        unit.add(new Change("delete from thing where id = ?", to -> to.number(1).number(2)));
        unit.add(names(1));

        assertThatThrownBy(() -> unit.send(connection))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 of 1 parameters");
    }

    @Test
    void rows_that_nobody_reads_and_rows_that_are_missing_are_faults() {
        unit.add(new Change("select 1", to -> {}));
        assertThatThrownBy(() -> unit.send(connection)).hasMessageContaining("rows are answered by: select 1");

        var other = new UnitOfWork();
        other.add(new Query<>("delete from thing", to -> {}, rows -> ""));
        assertThatThrownBy(() -> other.send(connection)).hasMessageContaining("no rows are answered by: delete");
    }
}
