package dev.douane.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import dev.douane.service.ledger.TestServer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who makes keys with one of his keys is the same person with another. */
@BesideOthers
class MakersAreHoldersTest {
    private final TestServer.Database database = TestServer.database();

    @BeforeEach
    void two_admins_and_the_first_key() {
        key("first", null, "start", 1);
        key("root1", "bob", "first", 1);
        key("root2", "ada", "first", 1);
    }

    private void key(String id, @Nullable String holder, String by, int day) {
        database.execute("""
                insert into api_key (id, name, sha256, roles, created_at, created_by, holder)
                values ('%s', 'of a test', sha256('%s'::bytea), '{admin}', timestamptz '2026-01-01T00:00:00Z' + %d * interval '1 day', '%s', %s)""".formatted(id, id, day, by, holder == null ? "null" : "'" + holder + "'"));
    }

    private boolean areTwo(String one, String other) throws SQLException {
        try (var connection = database.connect()) {
            boolean two = FourEyes.areTwo(connection, one, other);
            assertThat(FourEyes.areTwo(connection, other, one)).isEqualTo(two);
            return two;
        }
    }

    /** The triggers of the database ask this alone. */
    private boolean refusesToo(String one, String other) {
        return database.number("select count(one_person('%s', '%s'))".formatted(one, other)) == 1;
    }

    @Test
    void what_a_holder_made_is_not_approved_with_another_key_of_his() throws SQLException {
        key("finops", "sue", "root1", 100);
        key("admin", "Sue", "root2", 100);
        key("ghost", "ghost", "admin", 100);
        key("late", "late", "admin", 200);

        assertThat(areTwo("finops", "ghost")).isFalse();
        assertThat(areTwo("finops", "late")).isFalse();
        assertThat(refusesToo("finops", "ghost")).isTrue();
        assertThat(refusesToo("ghost", "finops")).isTrue();
    }

    @Test
    void two_admin_keys_of_one_holder_make_no_two_people_within_a_week() throws SQLException {
        key("admin1", "sue", "root1", 50);
        key("admin2", "sue", "root2", 50);
        key("ghost", "g", "admin1", 100);
        key("spook", "h", "admin2", 106);
        key("later", "i", "admin2", 107);

        assertThat(areTwo("ghost", "spook")).isFalse();
        assertThat(areTwo("ghost", "later")).isTrue();
        assertThat(refusesToo("ghost", "spook")).isTrue();
        assertThat(refusesToo("ghost", "later")).isFalse();
    }

    @Test
    void makers_whose_holders_look_alike_are_one() throws SQLException {
        key("admin1", "cyl", "root1", 50);
        key("admin2", "cy1", "root2", 50);
        key("ghost", "g", "admin1", 100);
        key("spook", "h", "admin2", 106);

        assertThat(areTwo("ghost", "spook")).isFalse();
        assertThat(areTwo("admin2", "ghost")).isFalse();
    }

    @Test
    void what_two_holders_made_is_two_peoples() throws SQLException {
        key("author", "x", "root1", 100);
        key("approver", "y", "root2", 100);

        assertThat(areTwo("author", "approver")).isTrue();
    }
}
