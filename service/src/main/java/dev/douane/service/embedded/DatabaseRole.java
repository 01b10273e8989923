package dev.douane.service.embedded;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGConnection;

/**
 * A role of the embedded database that can do nothing but what it is given or owns.
 *
 * @param password made anew at every start
 */
public record DatabaseRole(String name, String password) {
    /** Owns the tables: migrates, and makes and drops the months of the log. */
    static final String OWNER = "douane_owner";
    /** What the server works as. It owns nothing, so it can neither empty the log nor switch its triggers off; what it may do is said by {@code afterMigrate.sql}. */
    static final String SERVER = "douane_server";

    private static final int PASSWORD_BYTES = 24;

    /** Makes it where it is missing, and gives it another password. */
    static DatabaseRole in(Connection superuser, String name) throws SQLException {
        try (var statement = superuser.createStatement()) {
            try (var known = statement.executeQuery("select 1 from pg_roles where rolname = '" + name + "'")) {
                if (!known.next()) {
                    statement.execute("create role " + name + " login");
                }
            }
        }
        var bits = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bits);
        var password = HexFormat.of().formatHex(bits);
        // what is sent is a verifier: a statement that fails is written to PostgreSQL's log
        superuser.unwrap(PGConnection.class).alterUserPassword(name, password.toCharArray(), "scram-sha-256");
        return new DatabaseRole(name, password);
    }

    @Override
    public String toString() {
        return name;
    }
}
