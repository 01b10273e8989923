package dev.douane.service.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

/** What nobody may do through the application: the database's owner, with triggers off. */
@ApplicationScoped
public class AsOwner {
    private final OwnerDatabase owner;

    AsOwner(OwnerDatabase owner) {
        this.owner = owner;
    }

    /** Runs statements, with no trigger of the log's or the ledger's in the way. */
    public void execute(String sql) throws SQLException {
        try (var connection = owner.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
        }
    }
}
