package dev.douane.service.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a lane's own connection. It stays open for as long as the lane works, so it is none of the pool's. */
@FunctionalInterface
interface LedgerConnections {
    /** A connection without auto-commit, with time limits on everything it may wait for. */
    Connection open() throws SQLException;
}
