package dev.douane.service.audit;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.service.platform.BinaryCopy;
import dev.douane.service.platform.UnitOfWork;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of the log. JDBC rather than JPA: rows are copied in by the thousand and read by keyset over partitions. */
final class DecisionRows {
    static final String SUMMARY_COLUMNS = """
            id, decided_at, principal, mode, verdict, organisation, product, team, workflow, caller_user, run, environment, \
            model_asked, deployment, model, provider, region, hosting, control, tier, rules, ruleset, catalog, \
            requested_nanos, estimated_nanos, held_nanos, because, would_have""";
    static final String LOGGED_COLUMNS = SUMMARY_COLUMNS + ", documents";
    private static final int COLUMNS = 29;

    /** Takes what {@link #write} writes. */
    static final String COPY = "copy decision (" + LOGGED_COLUMNS + ") from stdin (format binary)";

    private DecisionRows() {}

    /** The newest id of the log below a bound; one look at the end of an index. */
    static Optional<UUID> newest(Connection connection, UUID below) throws SQLException {
        try (var select =
                connection.prepareStatement("select id from decision where id < ? order by id desc limit 1")) {
            select.setObject(1, below);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    static void write(DecisionRecord decision, Documents documents, BinaryCopy copy) {
        var caller = decision.caller();
        copy.row(COLUMNS)
                .uuid(decision.id())
                .timestamp(decision.decidedAt())
                .text(decision.principal())
                .text(decision.mode())
                .text(decision.verdict())
                .text(caller.organisation())
                .text(caller.product())
                .text(caller.team())
                .text(caller.workflow())
                .text(caller.user())
                .text(caller.run())
                .text(caller.environment())
                .text(decision.modelAsked());
        var target = decision.target();
        if (target == null) {
            for (int column = 0; column < 7; column++) {
                copy.none();
            }
        } else {
            copy.text(target.deployment())
                    .text(target.model())
                    .text(target.provider())
                    .text(target.region())
                    .text(target.hosting())
                    .text(target.control())
                    .text(target.tier());
        }
        copy.textArray(decision.rules()).integer(decision.ruleset()).integer(decision.catalog());
        money(decision.requested(), copy);
        money(target == null ? null : target.estimated(), copy);
        money(decision.held(), copy);
        copy.text(decision.because()).text(decision.wouldHave());
        var three = new Documents.Three(decision.request(), decision.answer(), decision.evidence());
        copy.bytes(Documents.bound(three), (to, from) -> documents.write(three, to, from));
    }

    private static void money(@Nullable Money amount, BinaryCopy copy) {
        if (amount == null) {
            copy.none();
        } else {
            copy.bigint(amount.nanos());
        }
    }

    static Map<UUID, String> workflows(Connection connection, Collection<UUID> decisions) throws SQLException {
        try (var select = connection.prepareStatement(
                "select id, workflow from decision where id = any (?) and workflow is not null")) {
            select.setArray(1, connection.createArrayOf("uuid", decisions.toArray()));
            try (var rows = select.executeQuery()) {
                var workflows = new HashMap<UUID, String>();
                while (rows.next()) {
                    workflows.put(rows.getObject("id", UUID.class), rows.getString("workflow"));
                }
                return workflows;
            }
        }
    }

    static Optional<byte[]> answer(Connection connection, UUID id) throws SQLException {
        try (var select = connection.prepareStatement("select documents from decision where id = ?")) {
            select.setObject(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(Documents.read(rows.getBytes(1)).answer())
                        : Optional.empty();
            }
        }
    }

    static Optional<String> principal(Connection connection, UUID id) throws SQLException {
        try (var select = connection.prepareStatement("select principal from decision where id = ?")) {
            select.setObject(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    static UnitOfWork.Query<Map<UUID, byte[]>> answers(Collection<UUID> ids) {
        return new UnitOfWork.Query<>(
                "select id, documents from decision where id = any (?)",
                to -> to.array("uuid", ids, id -> id),
                rows -> {
                    var answers = new HashMap<UUID, byte[]>();
                    while (rows.next()) {
                        answers.put(
                                rows.getObject(1, UUID.class),
                                Documents.read(rows.getBytes(2)).answer());
                    }
                    return answers;
                });
    }

    static UnitOfWork.Query<Map<UUID, String>> principals(Collection<UUID> ids) {
        return new UnitOfWork.Query<>(
                "select id, principal from decision where id = any (?)",
                to -> to.array("uuid", ids, id -> id),
                rows -> {
                    var principals = new HashMap<UUID, String>();
                    while (rows.next()) {
                        principals.put(rows.getObject(1, UUID.class), rows.getString(2));
                    }
                    return principals;
                });
    }

    static UnitOfWork.Query<Boolean> isThere(UUID id) {
        return new UnitOfWork.Query<>(
                "select exists (select from decision where id = ?)",
                to -> to.object(id),
                rows -> rows.next() && rows.getBoolean(1));
    }

    static Optional<RecordedDecision> find(Connection connection, UUID id) throws SQLException {
        try (var select = connection.prepareStatement("select principal, documents from decision where id = ?")) {
            select.setObject(1, id);
            try (var rows = select.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                return Optional.of(Documents.read(rows.getBytes(2)).of(id, rows.getString(1)));
            }
        }
    }

    /** Of a row with {@link #SUMMARY_COLUMNS}. */
    static DecisionSummary summary(ResultSet row) throws SQLException {
        return new DecisionSummary(
                row.getObject("id", UUID.class),
                row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                row.getString("principal"),
                row.getString("mode"),
                row.getString("verdict"),
                new Caller(
                        row.getString("organisation"),
                        row.getString("product"),
                        row.getString("team"),
                        row.getString("workflow"),
                        row.getString("caller_user"),
                        row.getString("run"),
                        row.getString("environment"),
                        null),
                row.getString("model_asked"),
                target(row),
                List.of((String[]) row.getArray("rules").getArray()),
                row.getInt("ruleset"),
                row.getInt("catalog"),
                amount(row, "requested_nanos"),
                amount(row, "held_nanos"),
                row.getString("because"),
                row.getString("would_have"));
    }

    /** Of a row with {@link #LOGGED_COLUMNS}. */
    static LoggedDecision logged(ResultSet row) throws SQLException {
        return new LoggedDecision(summary(row), row.getBytes("documents"));
    }

    private static DecisionRecord.@Nullable Target target(ResultSet row) throws SQLException {
        var estimated = amount(row, "estimated_nanos");
        return estimated == null
                ? null
                : new DecisionRecord.Target(
                        row.getString("deployment"),
                        row.getString("model"),
                        row.getString("provider"),
                        row.getString("region"),
                        row.getString("hosting"),
                        row.getString("control"),
                        row.getString("tier"),
                        estimated);
    }

    private static @Nullable Money amount(ResultSet row, String column) throws SQLException {
        var nanos = row.getLong(column);
        return row.wasNull() ? null : new Money(nanos);
    }
}
