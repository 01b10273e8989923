package dev.douane.service.platform;

import java.sql.SQLException;
import java.util.Set;

/** Tells a failure of the database from one of ours, however many layers stand between. */
public final class DatabaseFailure {
    /** Classes of SQL states: no connection, no right to write, no room, no operator who lets it be, no file, no entry, no database, an error of its own. */
    private static final Set<String> AWAY = Set.of("08", "25", "53", "57", "58", "28", "3D", "XX");

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

    /** Whether the database is behind this and the same may well go through later: it is away, or something was waited for too long. */
    public static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return isWait(e) || isAway(e);
            }
        }
        return false;
    }

    /** Something was waited for too long, or two transactions were in each other's way. */
    public static boolean isWait(SQLException e) {
        var state = state(e);
        return state.startsWith("40") || state.equals("55P03") || state.equals("57014");
    }

    /** The database, or the way to it, is not there or not able to write. A pool without a connection names no state. */
    public static boolean isAway(SQLException e) {
        var state = state(e);
        return state.isEmpty() || (AWAY.contains(state.substring(0, 2)) && !isWait(e));
    }

    /** Five characters, or none where the driver or the pool names none. */
    private static String state(SQLException e) {
        var state = e.getSQLState();
        return state == null || state.length() != 5 ? "" : state;
    }
}
