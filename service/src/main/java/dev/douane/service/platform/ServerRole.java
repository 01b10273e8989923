package dev.douane.service.platform;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGConnection;

/**
 * The role of the embedded database that the server works as. It owns nothing, so it can neither empty the log nor switch its triggers off; what
 * it may do is said by {@code afterMigrate.sql}.
 *
 * @param password made anew at every start and kept nowhere
 */
record ServerRole(String name, String password) {
    private static final String NAME = "douane_server";
    private static final int PASSWORD_BYTES = 24;

    /** @param owner may make roles */
    static ServerRole in(Connection owner) throws SQLException {
        try (var statement = owner.createStatement()) {
            try (var known = statement.executeQuery("select 1 from pg_roles where rolname = '" + NAME + "'")) {
                if (!known.next()) {
                    statement.execute("create role " + NAME + " login");
                }
            }
        }
        var bits = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bits);
        var password = HexFormat.of().formatHex(bits);
        // what is sent is a verifier: a statement that fails is written to PostgreSQL's log
        owner.unwrap(PGConnection.class).alterUserPassword(NAME, password.toCharArray(), "scram-sha-256");
        return new ServerRole(NAME, password);
    }

    @Override
    public String toString() {
        return name;
    }
}
