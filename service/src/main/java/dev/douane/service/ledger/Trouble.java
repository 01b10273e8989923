package dev.douane.service.ledger;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a failed statement means for the next attempt. */
enum Trouble {
    /** The database, or the way to it, is not there or not able to write: connect anew. */
    GONE,
    /** Something was waited for too long, or two transactions were in each other's way: try again. */
    WAITED,
    /** The database is well and refuses what was sent: trying the same again is no use. */
    CONTENT;

    static Trouble of(SQLException e) {
        var state = state(e);
        if (state == null) {
            return GONE;
        }
        if (state.startsWith("40") || state.equals("55P03") || state.equals("57014")) {
            return WAITED;
        }
        return switch (state.substring(0, 2)) {
            case "08", "25", "53", "57", "58", "28", "3D", "XX" -> GONE;
            default -> CONTENT;
        };
    }

    static boolean isDuplicate(SQLException e) {
        return "23505".equals(state(e));
    }

    private static @Nullable String state(SQLException e) {
        var state = e.getSQLState();
        return state == null || state.length() != 5 ? null : state;
    }
}
