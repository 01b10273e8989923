package dev.douane.service.ledger;

import dev.douane.service.platform.DatabaseFailure;
import java.sql.SQLException;

/** What a failed statement means for the next attempt. */
enum Trouble {
    /** The database, or the way to it, is not there or not able to write: connect anew. */
    GONE,
    /** Something was waited for too long, or two transactions were in each other's way: try again. */
    WAITED,
    /** The database is well and refuses what was sent: trying the same again is no use. */
    CONTENT;

    static Trouble of(SQLException e) {
        if (DatabaseFailure.isWait(e)) {
            return WAITED;
        }
        return DatabaseFailure.isAway(e) ? GONE : CONTENT;
    }

    static boolean isDuplicate(SQLException e) {
        return "23505".equals(e.getSQLState());
    }
}
