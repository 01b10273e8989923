package dev.douane.service.ledger.store;

import dev.douane.rules.ledger.Hold;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.Settlement;
import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.service.platform.BinaryCopy;
import dev.douane.service.platform.UnitOfWork.Change;
import dev.douane.service.platform.UnitOfWork.Query;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The holds' rows. This is where their arrays, of accounts and amounts, are zipped and unzipped. */
final class HoldRows {
    private static final String COLUMNS = """
            decision_id, amount_nanos, accounts, amounts, expires_at, catalog, deployment, alternatives, service_tier, state, closed_at, \
            charged_nanos, settled_by, presumed, reported_nanos, completions, used, used_deployment, used_service_tier, owner, moved_by""";

    private static final String LOCK =
            "select " + COLUMNS + " from hold where decision_id = any (?) order by decision_id for no key update";

    private static final String LOCK_WITH_THOSE_OF_KEYS =
            "select " + COLUMNS + " from hold where decision_id = any (?::uuid[] || " + IdempotencyKeyRows.DECISIONS
                    + ") order by decision_id for no key update";

    private static final String LOCK_DUE = "select " + COLUMNS
            + " from hold where state = 'held' and expires_at <= ? order by expires_at limit ? for no key update skip locked";

    private static final String COPY = """
            copy hold (decision_id, amount_nanos, accounts, amounts, created_at, expires_at, catalog, deployment, alternatives, service_tier, \
            completions, owner) from stdin (format binary)""";
    private static final int COPIED_COLUMNS = 12;
    private static final int BYTES_A_ROW = 330;

    private static final String CHANGE = """
            update hold set state = c.state, closed_at = c.closed_at, expires_at = c.expires_at, charged_nanos = c.charged,
                settled_by = c.settled_by, presumed = c.presumed::bigint[], reported_nanos = c.reported, used = c.used::bigint[],
                used_deployment = c.used_deployment, used_service_tier = c.used_service_tier, moved_by = c.moved_by
            from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::text[], ?::text[], ?::bigint[],
                    ?::text[], ?::text[], ?::text[], ?::text[])
                as c (id, state, closed_at, expires_at, charged, settled_by, presumed, reported, used, used_deployment, used_service_tier,
                    moved_by)
            where hold.decision_id = c.id""";

    private HoldRows() {}

    /**
     * Locks the holds of these decisions, in the order of their ids; those without a hold are left out.
     *
     * @param life how long a hold waits for a report or a settlement
     */
    static Query<List<Hold>> lock(Collection<UUID> decisions, Duration life) {
        return new Query<>(LOCK, to -> to.array("uuid", decisions, id -> id), rows -> read(rows, life));
    }

    /** The same, and those of the decisions that answer these keys; the keys have to be locked. */
    static Query<List<Hold>> lock(Collection<UUID> decisions, Collection<KeyClaim.Name> answering, Duration life) {
        return new Query<>(
                LOCK_WITH_THOSE_OF_KEYS,
                to -> {
                    to.array("uuid", decisions, id -> id);
                    IdempotencyKeyRows.bind(to, answering);
                },
                rows -> read(rows, life));
    }

    /** Locks holds that should have ended by {@code now} and that no other node is busy with, in the order in which they should have. */
    static Query<List<Hold>> lockDue(Instant now, int most, Duration life) {
        return new Query<>(LOCK_DUE, to -> to.time(now).number(most), rows -> read(rows, life));
    }

    private static List<Hold> read(ResultSet rows, Duration life) throws SQLException {
        var holds = new ArrayList<Hold>();
        while (rows.next()) {
            holds.add(hold(rows, life));
        }
        return holds;
    }

    private static Hold hold(ResultSet row, Duration life) throws SQLException {
        var amount = new Money(row.getLong("amount_nanos"));
        return new Hold(
                row.getObject("decision_id", UUID.class),
                amount,
                parts(row.getArray("accounts"), row.getArray("amounts"), amount),
                new Hold.HeldCall(
                        row.getInt("catalog"),
                        row.getString("deployment"),
                        List.of((String[]) row.getArray("alternatives").getArray()),
                        row.getString("service_tier"),
                        Math.max(1, row.getInt("completions"))),
                row.getString("owner"),
                life,
                state(row));
    }

    private static Hold.State state(ResultSet row) throws SQLException {
        var stage = Hold.Stage.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        var closedAt = row.getObject("closed_at", OffsetDateTime.class);
        var by = row.getString("settled_by");
        var used = row.getArray("used");
        return new Hold.State(
                stage,
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                money(row, "reported_nanos"),
                List.of((Long[]) row.getArray("presumed").getArray()),
                closedAt == null ? null : closedAt.toInstant(),
                money(row, "charged_nanos"),
                by == null ? null : Hold.By.valueOf(by.toUpperCase(Locale.ROOT)),
                new Settlement(
                        used == null ? null : usage((Long[]) used.getArray()),
                        row.getString("used_deployment"),
                        row.getString("used_service_tier"),
                        stage == Hold.Stage.SETTLED || used == null), // what was reported is not the last word
                row.getString("moved_by"));
    }

    private static @Nullable Money money(ResultSet row, String column) throws SQLException {
        var nanos = row.getLong(column);
        return row.wasNull() ? null : new Money(nanos);
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
    private static List<Hold.Part> parts(Array accounts, @Nullable Array uneven, Money even) throws SQLException {
        var ids = (Long[]) accounts.getArray();
        var amounts = uneven == null ? null : (Long[]) uneven.getArray();
        if (amounts != null && amounts.length != ids.length) {
            throw new IllegalStateException(
                    "a hold has (%d) accounts and (%d) amounts".formatted(ids.length, amounts.length));
        }
        var parts = new ArrayList<Hold.Part>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            parts.add(new Hold.Part(ids[i], amounts == null ? even : new Money(amounts[i])));
        }
        return parts;
    }

    /**
     * Writes new holds.
     *
     * @param now when they were made
     */
    static void insert(Connection connection, Instant now, List<Hold> holds) throws SQLException {
        if (holds.isEmpty()) {
            return;
        }
        var copy = new BinaryCopy(holds.size() * BYTES_A_ROW);
        for (var hold : holds) {
            var call = hold.call();
            copy.row(COPIED_COLUMNS)
                    .uuid(hold.decision())
                    .bigint(hold.amount().nanos())
                    .bigintArray(hold.parts(), Hold.Part::account);
            if (isEven(hold)) {
                copy.none();
            } else {
                copy.bigintArray(hold.parts(), part -> part.amount().nanos());
            }
            copy.timestamp(now)
                    .timestamp(hold.state().expiresAt())
                    .integer(call.catalog())
                    .text(call.deployment())
                    .textArray(call.alternatives())
                    .text(call.serviceTier());
            if (call.completions() == 1) {
                copy.none();
            } else {
                copy.integer(call.completions());
            }
            copy.text(hold.owner());
        }
        copy.to(connection, COPY);
    }

    private static boolean isEven(Hold hold) {
        return hold.parts().stream().allMatch(part -> part.amount().equals(hold.amount()));
    }

    /** Writes how holds stand: how they ended, were put off or taken again, or what was reported. */
    static Change change(List<Hold> holds) {
        var states = holds.stream().map(Hold::state).toList();
        return new Change(
                CHANGE,
                to -> to.array("uuid", holds, Hold::decision)
                        .array("text", states, state -> word(state.stage()))
                        .array("timestamptz", states, state -> time(state.closedAt()))
                        .array("timestamptz", states, state -> time(state.expiresAt()))
                        .array("bigint", states, state -> nanos(state.charged()))
                        .array("text", states, state -> word(state.by()))
                        .array("text", states, state -> literal(state.presumed()))
                        .array("bigint", states, state -> nanos(state.reported()))
                        .array("text", holds, hold -> hold.usage() == null ? null : literal(tokens(hold.usage())))
                        .array("text", states, state -> state.settlement().deployment())
                        .array("text", states, state -> state.settlement().serviceTier())
                        .array("text", states, Hold.State::movedBy));
    }

    private static @Nullable String word(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long nanos(@Nullable Money amount) {
        return amount == null ? null : Long.valueOf(amount.nanos());
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** An array as PostgreSQL writes it. */
    private static String literal(List<? extends Number> elements) {
        return elements.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
