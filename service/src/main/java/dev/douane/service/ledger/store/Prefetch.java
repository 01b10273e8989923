package dev.douane.service.ledger.store;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Asker;
import dev.douane.rules.ledger.Hold;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.Matched;
import dev.douane.rules.ledger.View;
import dev.douane.rules.ledger.WriterStep.Locks;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is read, claimed and locked for the asks of one batch. Used once.
 *
 * <p>Locks are taken in one order: keys, then holds, then accounts, each by its own order. So three ways to the database do at most for all that
 * is locked: the keys, where there are any; whoever holds those that were not free, with all holds; and what only the holds tell. Calls
 * without a key cost none.
 */
final class Prefetch {
    /** As many due holds may end in any batch, if as many are due. */
    private static final int DUE_AT_LEAST = 16;

    private final Connection connection;
    private final Instant now;
    private final List<Ask> asks;
    private final Duration holdLife;

    private final SortedMap<KeyClaim.Name, KeyClaim.Holder> claims = new TreeMap<>();
    private final Set<UUID> asking = new HashSet<>();
    private final Set<UUID> ending = new TreeSet<>();
    private int mostDue;

    Map<KeyClaim.Name, KeyClaim.Holder> keys = Map.of();
    final Map<UUID, Hold> holds = new HashMap<>();
    List<Hold> due = List.of();
    Set<Long> releasing = Set.of();
    Map<Long, Account> locked = Map.of();
    Map<UUID, byte[]> answers = Map.of();
    final Map<UUID, Asker> askers = new HashMap<>();

    /** @param holdLife how long holds wait for a report or a settlement */
    Prefetch(Connection connection, Instant now, List<Ask> asks, Duration holdLife) {
        this.connection = connection;
        this.now = now;
        this.asks = asks;
        this.holdLife = holdLife;
        asks.forEach(this::note);
    }

    private void note(Ask ask) {
        switch (ask) {
            case Ask.Decide decide -> {
                asking.add(decide.id());
                var key = decide.key();
                if (key != null) {
                    claims.putIfAbsent(key.name(), new KeyClaim.Holder(decide.id(), key.requestDigest()));
                }
            }
            case Ask.Settle settle -> ending.add(settle.decision());
            case Ask.VoidHold voided -> ending.add(voided.decision());
            case Ask.Expire expire -> mostDue = Math.max(mostDue, expire.most());
        }
    }

    /** Reads all of it. */
    void read(View view, Locks locks, DecisionLog log) throws SQLException {
        var areAllFree = claimKeys();
        lockKeysAndHolds(areAllFree);
        readTheRest(view, locks, log);
    }

    // --- keys, then holds

    /** Whether all were free. */
    private boolean claimKeys() throws SQLException {
        if (claims.isEmpty()) {
            return true;
        }
        var unit = new UnitOfWork();
        var claimed = unit.add(IdempotencyKeyRows.claim(claims, now));
        unit.send(connection);
        return claimed.get() == claims.size();
    }

    private void lockKeysAndHolds(boolean areAllFree) throws SQLException {
        var unit = new UnitOfWork();
        var lockedKeys = areAllFree ? null : unit.add(IdempotencyKeyRows.lock(claims.keySet()));
        UnitOfWork.Reply<List<Hold>> lockedHolds = null;
        if (lockedKeys != null) {
            lockedHolds = unit.add(HoldRows.lock(ending, claims.keySet(), holdLife));
        } else if (!ending.isEmpty()) {
            lockedHolds = unit.add(HoldRows.lock(ending, holdLife));
        }
        // as many as there are other asks, so that who waits for this batch waits at most twice as long for holds that
        // nobody waits for
        var lockedDue = mostDue == 0
                ? null
                : unit.add(HoldRows.lockDue(now, Math.min(mostDue, Math.max(DUE_AT_LEAST, asks.size())), holdLife));
        unit.send(connection);
        keys = lockedKeys == null ? claims : lockedKeys.get();
        if (lockedHolds != null) {
            lockedHolds.get().forEach(hold -> holds.put(hold.decision(), hold));
        }
        if (lockedDue != null) {
            due = lockedDue.get();
        }
    }

    // --- what is known to be needed only now

    private void readTheRest(View view, Locks locks, DecisionLog log) throws SQLException {
        var unit = new UnitOfWork();
        var toLock = locks.first() ? accountsToLock(view, locks.accounts()) : Set.<Long>of();
        var lockedAccounts = toLock.isEmpty() ? null : unit.add(AccountRows.lock(toLock));
        var ofDue = accountsOf(due);
        var releasingAccounts = ofDue.isEmpty() ? null : unit.add(AccountRows.releasing(ofDue));
        var answering = answering();
        var given = answering.isEmpty() ? null : unit.add(log.answers(answering));
        var unheld = new TreeSet<>(ending);
        unheld.removeAll(holds.keySet());
        unheld.removeAll(asking);
        var principals = unheld.isEmpty() ? null : unit.add(log.principals(unheld));
        unit.send(connection);
        if (lockedAccounts != null) {
            locked = lockedAccounts.get();
            demandAll(toLock);
        }
        if (releasingAccounts != null) {
            releasing = releasingAccounts.get();
        }
        if (given != null) {
            answers = given.get();
        }
        if (principals != null) {
            readAskers(principals.get());
        }
    }

    /** Those that callers touch and this node knows, those that holds are in, and those that earlier attempts needed. */
    private Set<Long> accountsToLock(View view, Set<Long> needed) {
        var ids = new TreeSet<>(needed);
        ids.addAll(accountsOf(holds.values()));
        ids.addAll(accountsOf(due));
        for (var ask : asks) {
            if (ask instanceof Ask.Decide decide && isDecided(decide) && holdsMoney(decide)) {
                for (var account : matched(view, decide)) {
                    var known = known(view, account);
                    if (known != null) {
                        ids.add(known.id());
                    }
                }
            }
        }
        return ids;
    }

    private boolean isDecided(Ask.Decide ask) {
        var holder = ask.key() == null ? null : keys.get(ask.key().name());
        return holder == null || holder.decision().equals(ask.id());
    }

    private static boolean holdsMoney(Ask.Decide ask) {
        return ask.call().question().options().holdsMoney();
    }

    private static List<MatchedAccount> matched(View view, Ask.Decide ask) {
        var matched = ask.matched().revision() == view.terms().revision()
                ? ask.matched()
                : Matched.of(
                        view.terms(), ask.call().question().caller(), ask.call().at());
        return matched.accounts();
    }

    private static @Nullable Account known(View view, MatchedAccount account) {
        var confirmed = view.accounts().get(account.key());
        return confirmed == null ? view.read().found().get(account.key()) : confirmed;
    }

    private static Set<Long> accountsOf(Collection<Hold> of) {
        var ids = new TreeSet<Long>();
        of.forEach(hold -> ids.addAll(hold.accounts()));
        return ids;
    }

    private void demandAll(Set<Long> ids) {
        if (locked.size() < ids.size()) {
            var gone = new TreeSet<>(ids);
            gone.removeAll(locked.keySet());
            throw new LedgerStore.Gone(gone);
        }
    }

    /** Decisions of earlier batches that answer keys of this one; committed, or their keys would still be waited for. */
    private Set<UUID> answering() {
        var answering = new TreeSet<UUID>();
        for (var holder : keys.values()) {
            if (!asking.contains(holder.decision())) {
                answering.add(holder.decision());
            }
        }
        return answering;
    }

    private void readAskers(Map<UUID, String> principals) throws SQLException {
        if (principals.isEmpty()) {
            return;
        }
        var unit = new UnitOfWork();
        var owners = unit.add(KnownKeys.owners(new TreeSet<>(principals.values())));
        unit.send(connection);
        principals.forEach((decision, key) ->
                askers.put(decision, new Asker(key, owners.get().getOrDefault(key, key))));
    }
}
