package dev.douane.service.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A question that goes to the database along with another statement, so that it costs no way there and back of its own. For one transaction. */
public interface Aside {
    /** One select. */
    String sql();

    /** @param first the number of its first parameter */
    void set(PreparedStatement statement, int first) throws SQLException;

    /** Takes the answer. */
    void read(ResultSet answer) throws SQLException;

    /** Asks it alone. */
    default void ask(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(sql())) {
            set(select, 1);
            try (var answer = select.executeQuery()) {
                read(answer);
            }
        }
    }
}
