package dev.douane.service.audit;

import dev.douane.service.platform.Aside;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.UnitOfWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Decisions that were appended in a transaction that goes on. Before it commits it has to be asked whether some of them come late, where
 * {@link Segments} are made already, and to {@link #complete} them.
 */
public final class Appended implements Aside {
    private final List<UUID> ids;
    private boolean isAsked;
    private boolean isAnyLate;

    Appended(Collection<UUID> ids) {
        this.ids = List.copyOf(ids);
    }

    @Override
    public String sql() {
        return Segments.IS_LATE;
    }

    @Override
    public void set(PreparedStatement statement, int first) throws SQLException {
        statement.setObject(first, oldest());
    }

    @Override
    public void read(ResultSet answer) throws SQLException {
        isAsked = true;
        isAnyLate = answer.next() && answer.getBoolean(1);
    }

    /** The question, to be sent along with other statements. */
    public UnitOfWork.Query<Boolean> question() {
        return new UnitOfWork.Query<>(sql(), to -> to.object(oldest()), rows -> {
            read(rows);
            return isAnyLate;
        });
    }

    private UUID oldest() {
        return ids.stream().min(Ids.ORDER).orElseThrow();
    }

    /**
     * Makes searches find those that come late; as a rule there are none.
     *
     * @throws IllegalStateException if nobody asked
     */
    public void complete(Connection connection) throws SQLException {
        if (!isAsked) {
            throw new IllegalStateException("it was not asked whether decisions come late");
        }
        if (isAnyLate) {
            new Segments(connection).postLate(ids);
        }
    }
}
