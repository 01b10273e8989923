package dev.douane.service.ledger;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.AccountsSnapshot;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Asker;
import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Decided;
import dev.douane.rules.ledger.Given;
import dev.douane.rules.ledger.Hold;
import dev.douane.rules.ledger.JustRead;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.LedgerCore;
import dev.douane.rules.ledger.Prefetched;
import dev.douane.rules.ledger.PriceBooks;
import dev.douane.rules.ledger.Settlement;
import dev.douane.rules.ledger.View;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.budgets.AccountOpening;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the core would do with some asks, on what the database says now. Opens accounts that it asks for, and writes nothing else. */
final class CoreTwin {
    static final Duration TTL = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int ACCOUNTS = 10_000;

    private final TestLedger node;
    private final Connection connection;
    private final DecisionLog log;
    /** How many accounts it has opened. */
    int opened;

    CoreTwin(TestLedger node) {
        this.node = node;
        log = new DecisionLog(node.database.source());
        try {
            connection = node.database.connect();
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Decides asks of one moment. */
    Batch decided(List<Ask> asks) throws SQLException {
        var revision = 0L;
        for (int readings = 0; readings < 5; readings++) {
            switch (LedgerCore.decide(prefetched(asks, revision))) {
                case Decided.Done(var batch) -> {
                    connection.rollback();
                    return batch;
                }
                case Decided.Needs missing -> {
                    connection.rollback();
                    revision = node.budgets.seen().terms().revision();
                    open(missing);
                }
            }
        }
        throw new IllegalStateException("never enough");
    }

    private void open(Decided.Needs missing) throws SQLException {
        var wanted = new LinkedHashMap<AccountKey, MatchedAccount>();
        missing.toOpen().forEach(opening -> opening.accounts().forEach(account -> wanted.put(account.key(), account)));
        if (!wanted.isEmpty()) {
            AccountOpening.open(connection, now(), wanted.values());
            connection.commit();
            opened += wanted.size();
        }
    }

    private Instant now() {
        return node.time.now().truncatedTo(ChronoUnit.MICROS);
    }

    private Prefetched prefetched(List<Ask> asks, long revision) throws SQLException {
        var ending = new HashSet<UUID>();
        int most = 0;
        for (var ask : asks) {
            switch (ask) {
                case Ask.Settle settle -> ending.add(settle.decision());
                case Ask.VoidHold voided -> ending.add(voided.decision());
                case Ask.Expire expire -> most = expire.most();
                case Ask.Decide unused -> {}
            }
        }
        var keys = keys(asks);
        var wanted = new HashSet<>(ending);
        keys.values().forEach(holder -> wanted.add(holder.decision()));
        return new Prefetched(
                now(),
                0,
                asks,
                View.of(
                                node.budgets.seen().terms(),
                                AccountsSnapshot.none(ACCOUNTS).replacedBy(accounts(), true))
                        .with(JustRead.NOTHING, revision == 0 ? null : Long.valueOf(revision)),
                keys,
                holds(wanted),
                due(most),
                releasing(),
                prices(TestCatalog.CATALOG),
                node.lengths.expected(),
                given(wanted),
                askers(wanted),
                LONGEST);
    }

    List<Account> accounts() throws SQLException {
        try (var select = connection.prepareStatement("""
                        select id, budget_id, scope, period_start, period_end, hard, may_cross, limit_nanos, held_nanos, spent_nanos, version
                        from budget_account order by id""");
                var rows = select.executeQuery()) {
            var accounts = new ArrayList<Account>();
            while (rows.next()) {
                accounts.add(new Account(
                        rows.getLong("id"),
                        new AccountKey(
                                rows.getObject("budget_id", UUID.class),
                                rows.getString("scope"),
                                instant(rows, "period_start")),
                        instant(rows, "period_end"),
                        rows.getBoolean("hard"),
                        rows.getBoolean("may_cross"),
                        new Money(rows.getLong("limit_nanos")),
                        new Money(rows.getLong("held_nanos")),
                        new Money(rows.getLong("spent_nanos")),
                        rows.getLong("version")));
            }
            return accounts;
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private Set<Long> releasing() throws SQLException {
        try (var select = connection.prepareStatement("select id from budget_account where releases");
                var rows = select.executeQuery()) {
            var ids = new HashSet<Long>();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids;
        }
    }

    // --- keys

    private Map<KeyClaim.Name, KeyClaim.Holder> keys(List<Ask> asks) throws SQLException {
        var keys = new HashMap<KeyClaim.Name, KeyClaim.Holder>();
        for (var ask : asks) {
            if (ask instanceof Ask.Decide decide && decide.key() != null) {
                var claim = decide.key();
                var there = holder(claim.name());
                keys.putIfAbsent(
                        claim.name(), there == null ? new KeyClaim.Holder(decide.id(), claim.requestDigest()) : there);
            }
        }
        return keys;
    }

    /** Who answers a key; null where nobody does. */
    KeyClaim.Holder holder(KeyClaim.Name name) throws SQLException {
        try (var select = connection.prepareStatement(
                "select decision_id, request_digest from idempotency_key where principal = ? and key = ?")) {
            select.setString(1, name.owner());
            select.setString(2, name.key());
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? new KeyClaim.Holder(rows.getObject(1, UUID.class), digest(rows.getBytes(2)))
                        : null;
            }
        }
    }

    static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private Map<UUID, Given> given(Set<UUID> decisions) throws SQLException {
        var given = new HashMap<UUID, Given>();
        for (var id : decisions) {
            log.answer(connection, id).ifPresent(answer -> {
                var word = new String(answer, StandardCharsets.UTF_8)
                        .replace("\"", "")
                        .split(" ", 2)[0];
                given.put(id, (repeat, decision) -> decision.verdict().word().equals(word));
            });
        }
        return given;
    }

    private Map<UUID, Asker> askers(Set<UUID> decisions) throws SQLException {
        var askers = new HashMap<UUID, Asker>();
        for (var id : decisions) {
            log.principal(connection, id).ifPresent(key -> askers.put(id, new Asker(key, key)));
        }
        return askers;
    }

    // --- holds

    Map<UUID, Hold> holds(Set<UUID> decisions) throws SQLException {
        var holds = new HashMap<UUID, Hold>();
        for (var id : decisions) {
            HoldTable.find(connection, id).ifPresent(found -> holds.put(id, hold(found)));
        }
        return holds;
    }

    private List<Hold> due(int most) throws SQLException {
        if (most == 0) {
            return List.of();
        }
        var due = new ArrayList<Hold>();
        try (var select = connection.prepareStatement("""
                select decision_id from hold where state = 'held' and expires_at <= ? order by expires_at limit ?""")) {
            select.setObject(1, now().atOffset(ZoneOffset.UTC));
            select.setInt(2, Math.min(most, Work.Expire.AT_LEAST));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    due.add(hold(HoldTable.find(connection, rows.getObject(1, UUID.class))
                            .orElseThrow()));
                }
            }
        }
        return due;
    }

    /** A row as the core sees it. A settlement that is not there yet is final, as that of a hold which was just made. */
    private static Hold hold(HeldMoney row) {
        var told = row.settlement;
        var isOver = row.state == HoldStatus.State.SETTLED || told.usage() == null;
        return new Hold(
                row.decision,
                row.amount,
                row.parts.stream()
                        .map(part -> new Hold.Part(part.account(), new Money(part.nanos())))
                        .toList(),
                new Hold.HeldCall(row.catalog, row.deployment, row.alternatives, row.serviceTier, row.completions),
                row.owner,
                TTL,
                new Hold.State(
                        Hold.Stage.valueOf(row.state.name()),
                        row.expiresAt,
                        row.reported,
                        row.presumed,
                        row.closedAt,
                        row.charged,
                        row.by == null ? null : Hold.By.valueOf(row.by.name()),
                        new Settlement(told.usage(), told.deployment(), told.serviceTier(), isOver),
                        row.movedBy));
    }

    private static PriceBooks prices(Catalog catalog) {
        var book = new HashMap<String, Deployment>();
        catalog.deployments().forEach(deployment -> book.put(deployment.id().value(), deployment));
        return new PriceBooks(Map.of(catalog.version(), book));
    }
}
