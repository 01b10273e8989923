package dev.douane.service.ledger;

import dev.douane.service.platform.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** How holds stand, for those who only look. */
@ApplicationScoped
public class HoldLookup {
    private final DataSource database;
    private final TimeSource time;

    @Inject
    HoldLookup(DataSource database, TimeSource time) {
        this.database = database;
        this.time = time;
    }

    /** The hold of a decision; empty where it set nothing aside. */
    public Optional<HoldStatus> find(UUID decision) throws SQLException {
        try (var connection = database.getConnection()) {
            return HoldTable.find(connection, decision).map(hold -> hold.standing(time.now()));
        }
    }
}
