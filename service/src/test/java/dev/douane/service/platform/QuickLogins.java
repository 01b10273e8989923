package dev.douane.service.platform;

import dev.douane.service.embedded.EmbeddedDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * Logins that cost a test next to nothing. What a password is derived to takes 4096 rounds usually, against guesses at a weak one: some fifty milliseconds of
 * a JVM without its second compiler, and tests log in some thousand times, with passwords that nobody guesses.
 */
public final class QuickLogins {
    private static final int ROUNDS = 16;

    private QuickLogins() {}

    /** To a database of tests, whose roles keep their passwords. */
    public static void to(EmbeddedDatabase database) {
        var superuser = new Datasource(database.jdbcUrl(), database.user(), database.password());
        try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password());
                var statement = connection.createStatement()) {
            statement.execute("set scram_iterations = " + ROUNDS);
            for (var role : List.of(superuser, database.server(), database.owner())) {
                statement.execute("alter role %s password '%s'".formatted(role.user(), role.password()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The passwords of the test database cannot be set.", e);
        }
    }
}
