package dev.douane.service.platform;

import java.sql.SQLException;

/** Tells a failure of the database from one of ours, however many layers stand between. */
public final class DatabaseFailure {
    private DatabaseFailure() {}

    /** Whether the database, or the way to it, is behind this. */
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }
}
