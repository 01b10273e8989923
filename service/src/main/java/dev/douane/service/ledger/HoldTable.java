package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.service.platform.BinaryCopy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The holds' rows. JDBC, since a batch is one statement whatever its size. */
final class HoldTable {
    private static final String COLUMNS = """
            decision_id, amount_nanos, accounts, amounts, expires_at, catalog, deployment, alternatives, service_tier, state, closed_at, \
            charged_nanos, settled_by, presumed, reported_nanos, completions, used, used_deployment, used_service_tier, owner, moved_by""";

    private static final String LOCK =
            "select " + COLUMNS + " from hold where decision_id = any (?) order by decision_id for no key update";

    private static final String FIND = "select " + COLUMNS + " from hold where decision_id = ?";

    private static final String LOCK_DUE = "select " + COLUMNS
            + " from hold where state = 'held' and expires_at <= ? order by expires_at limit ? for no key update skip locked";

    private static final String COPY = """
            copy hold (decision_id, amount_nanos, accounts, amounts, created_at, expires_at, catalog, deployment, alternatives, service_tier, completions, owner) \
            from stdin (format binary)""";
    private static final int COPIED_COLUMNS = 12;
    private static final int BYTES_A_ROW = 330;

    private static final String CLOSE = """
            update hold set state = c.state, closed_at = c.closed_at, expires_at = c.expires_at, charged_nanos = c.charged,
                settled_by = c.settled_by, presumed = c.presumed::bigint[], reported_nanos = c.reported, used = c.used::bigint[],
                used_deployment = c.used_deployment, used_service_tier = c.used_service_tier, moved_by = c.moved_by
            from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::text[], ?::text[], ?::bigint[],
                    ?::text[], ?::text[], ?::text[], ?::text[])
                as c (id, state, closed_at, expires_at, charged, settled_by, presumed, reported, used, used_deployment, used_service_tier,
                    moved_by)
            where hold.decision_id = c.id""";

    private HoldTable() {}

    /** Locks the holds of these decisions, in id order; those without a hold are left out. */
    static List<HeldMoney> lock(Connection connection, Collection<UUID> decisions) throws SQLException {
        try (var select = connection.prepareStatement(LOCK)) {
            select.setArray(1, connection.createArrayOf("uuid", decisions.toArray()));
            return read(select);
        }
    }

    /** The hold of a decision, as it stands. */
    static Optional<HeldMoney> find(Connection connection, UUID decision) throws SQLException {
        try (var select = connection.prepareStatement(FIND)) {
            select.setObject(1, decision);
            return read(select).stream().findFirst();
        }
    }

    /** Locks holds that should have ended by {@code now} and that no other node is busy with. */
    static List<HeldMoney> lockDue(Connection connection, Instant now, int most) throws SQLException {
        try (var select = connection.prepareStatement(LOCK_DUE)) {
            select.setObject(1, time(now));
            select.setInt(2, most);
            return read(select);
        }
    }

    private static List<HeldMoney> read(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var holds = new ArrayList<HeldMoney>();
            while (rows.next()) {
                holds.add(hold(rows));
            }
            return holds;
        }
    }

    private static HeldMoney hold(ResultSet row) throws SQLException {
        var amount = new Money(row.getLong("amount_nanos"));
        var hold = new HeldMoney(
                row.getObject("decision_id", UUID.class),
                amount,
                parts(row.getArray("accounts"), row.getArray("amounts"), amount),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getInt("catalog"),
                row.getString("deployment"),
                List.of((String[]) row.getArray("alternatives").getArray()),
                row.getString("service_tier"));
        hold.state = HoldStatus.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        hold.presumed = List.of((Long[]) row.getArray("presumed").getArray());
        var closedAt = row.getObject("closed_at", OffsetDateTime.class);
        hold.closedAt = closedAt == null ? null : closedAt.toInstant();
        var charged = row.getLong("charged_nanos");
        hold.charged = row.wasNull() ? null : new Money(charged);
        var by = row.getString("settled_by");
        hold.by = by == null ? null : HoldStatus.By.valueOf(by.toUpperCase(Locale.ROOT));
        var reported = row.getLong("reported_nanos");
        hold.reported = row.wasNull() ? null : new Money(reported);
        hold.completions = Math.max(1, row.getInt("completions"));
        var used = row.getArray("used");
        hold.settlement = new Settlement(
                used == null ? null : usage((Long[]) used.getArray()),
                row.getString("used_deployment"),
                row.getString("used_service_tier"),
                hold.state == HoldStatus.State.SETTLED);
        hold.owner = row.getString("owner");
        hold.movedBy = row.getString("moved_by");
        return hold;
    }

    private static Usage usage(Long[] tokens) {
        var at = 0;
        return new Usage(
                tokens[at++].intValue(),
                tokens[at++].intValue(),
                tokens[at++].intValue(),
                tokens[at++].intValue(),
                tokens[at++].intValue(),
                tokens[at++].intValue(),
                tokens[at++].intValue(),
                tokens[at].intValue());
    }

    private static List<Integer> tokens(Usage usage) {
        return List.of(
                usage.uncachedInput(),
                usage.cacheRead(),
                usage.cacheWrite(),
                usage.cacheWriteHour(),
                usage.audioInput(),
                usage.visibleOutput(),
                usage.reasoning(),
                usage.audioOutput());
    }

    /** @param uneven null where all accounts hold the same */
    private static List<HeldMoney.Part> parts(Array accounts, @Nullable Array uneven, Money even) throws SQLException {
        var ids = (Long[]) accounts.getArray();
        var amounts = uneven == null ? null : (Long[]) uneven.getArray();
        var parts = new ArrayList<HeldMoney.Part>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            parts.add(new HeldMoney.Part(ids[i], amounts == null ? even.nanos() : amounts[i]));
        }
        return parts;
    }

    /** Writes new holds. */
    static void insert(Connection connection, Instant now, List<HeldMoney> holds) throws SQLException {
        if (holds.isEmpty()) {
            return;
        }
        var copy = new BinaryCopy(holds.size() * BYTES_A_ROW);
        for (var hold : holds) {
            copy.row(COPIED_COLUMNS)
                    .uuid(hold.decision)
                    .bigint(hold.amount.nanos())
                    .bigintArray(hold.parts, HeldMoney.Part::account);
            if (hold.isEven()) {
                copy.none();
            } else {
                copy.bigintArray(hold.parts, HeldMoney.Part::nanos);
            }
            copy.timestamp(now)
                    .timestamp(hold.expiresAt)
                    .integer(hold.catalog)
                    .text(hold.deployment)
                    .textArray(hold.alternatives)
                    .text(hold.serviceTier);
            if (hold.completions == 1) {
                copy.none();
            } else {
                copy.integer(hold.completions);
            }
            copy.text(hold.owner);
        }
        copy.to(connection, COPY);
    }

    /** Writes how holds ended, or what was reported. */
    static void close(Connection connection, List<HeldMoney> holds) throws SQLException {
        if (holds.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(CLOSE)) {
            var set = new Columns(connection, update, holds);
            set.column("uuid", hold -> hold.decision);
            set.column("text", hold -> hold.state.name().toLowerCase(Locale.ROOT));
            set.column("timestamptz", hold -> hold.closedAt == null ? null : time(hold.closedAt));
            set.column("timestamptz", hold -> time(hold.expiresAt));
            set.column("bigint", hold -> hold.charged == null ? null : hold.charged.nanos());
            set.column("text", hold -> hold.by == null ? null : hold.by.name().toLowerCase(Locale.ROOT));
            set.column("text", hold -> literal(hold.presumed));
            set.column("bigint", hold -> hold.reported == null ? null : hold.reported.nanos());
            set.column("text", hold -> {
                var usage = hold.settlement.usage();
                return usage == null ? null : literal(tokens(usage));
            });
            set.column("text", hold -> hold.settlement.deployment());
            set.column("text", hold -> hold.settlement.serviceTier());
            set.column("text", hold -> hold.movedBy);
            update.executeUpdate();
        }
    }

    /** An array as PostgreSQL writes it. */
    private static String literal(List<? extends Number> elements) {
        return elements.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Sets one array parameter per column. */
    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<HeldMoney> holds;
        private int position = 1;

        Columns(Connection connection, PreparedStatement statement, List<HeldMoney> holds) {
            this.connection = connection;
            this.statement = statement;
            this.holds = holds;
        }

        void column(String type, Function<HeldMoney, ? extends @Nullable Object> value) throws SQLException {
            var values = new Object[holds.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(holds.get(i));
            }
            statement.setArray(position++, connection.createArrayOf(type, values));
        }
    }
}
