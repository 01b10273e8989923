package dev.douane.service.start;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Says once, at start, where the role that the server works as could undo what the log promises. */
@ApplicationScoped
public class RoleCheck {
    private static final Logger LOG = Logger.getLogger(RoleCheck.class);

    private final DataSource database;

    public RoleCheck(DataSource database) {
        this.database = database;
    }

    public void atStart(@Observes @Priority(50) StartupEvent started) throws SQLException {
        if (isOwner()) {
            LOG.warn(
                    "the server's database role owns its tables, so whoever has its password can empty the log or switch its triggers off."
                            + " Maybe set DOUANE_DB_OWNER_USER and DOUANE_DB_OWNER_PASSWORD: docs/operators/database-roles.md");
        }
    }

    /** Whether this role may do what it likes with a table that must not be changed: its own, a member's of its owner, or anybody's. */
    public boolean isOwner() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.createStatement();
                var row = select.executeQuery(
                        "select pg_has_role(relowner, 'member') from pg_class where oid = 'decision'::regclass")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
