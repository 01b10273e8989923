package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Asker;
import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Given;
import dev.douane.rules.ledger.Hold;
import dev.douane.rules.ledger.JustRead;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.MoneySnapshot;
import dev.douane.rules.ledger.Outcome;
import dev.douane.rules.ledger.Prefetched;
import dev.douane.rules.ledger.Sequencer;
import dev.douane.rules.ledger.View;
import dev.douane.rules.ledger.WriterStep.Heard;
import dev.douane.rules.ledger.WriterStep.Locks;
import dev.douane.rules.ledger.sim.SimOptions.Planted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction does in the {@link SimStore}. Locks are taken in one order by all: keys, then holds, then accounts, each in their own.
 * What cannot have a lock answers null, and is tried again once somebody has given one back.
 */
final class SimTransaction {
    private final World world;
    private final SimStore store;
    private final SimStore.Session session;

    SimTransaction(World world, SimStore.Session session) {
        this.world = world;
        this.store = world.store;
        this.session = session;
    }

    private boolean lockAll(SortedSet<?> rows) {
        for (var row : rows) {
            if (!store.lock(session, row)) {
                return false;
            }
        }
        return true;
    }

    // --- what is read

    /** All that these asks need; null where a lock is somebody else's. */
    @Nullable
    Prefetched read(
            Instant now,
            List<Ask> asks,
            Sequencer.View<MoneySnapshot> view,
            Locks locks,
            JustRead read,
            @Nullable Long revision) {
        var names = new TreeSet<KeyClaim.Name>();
        var wanted = new TreeSet<UUID>();
        int due = 0;
        for (var ask : asks) {
            switch (ask) {
                case Ask.Decide decide -> {
                    if (decide.key() != null) {
                        names.add(decide.key().name());
                    }
                }
                case Ask.Settle settle -> wanted.add(settle.decision());
                case Ask.VoidHold voided -> wanted.add(voided.decision());
                case Ask.Expire expire -> due = Math.max(due, expire.most());
            }
        }
        if (!lockAll(names)) {
            return null;
        }
        var keys = keys(asks);
        var ending = List.copyOf(wanted);
        keys.values().forEach(holder -> wanted.add(holder.decision()));
        var there = new TreeSet<>(wanted);
        there.retainAll(store.holds.keySet());
        if (world.options.planted() != Planted.HOLD_ENDED_TWICE && !lockAll(there)) {
            return null;
        }
        var holds = new HashMap<UUID, Hold>();
        there.forEach(id -> holds.put(id, store.holds.get(id)));
        var dueHolds = due == 0 ? List.<Hold>of() : due(now, due);
        var locked = new HashMap<Long, Account>();
        if (locks.first()) {
            var ids = new TreeSet<>(locks.accounts());
            asks.forEach(ask -> ids.addAll(known(ask, view.confirmed())));
            holds.values().forEach(hold -> ids.addAll(hold.accounts()));
            dueHolds.forEach(hold -> ids.addAll(hold.accounts()));
            if (!lockAll(ids)) {
                return null;
            }
            ids.forEach(id -> locked.put(id, store.accounts.row(id)));
        }
        var releasing = new TreeSet<Long>();
        dueHolds.forEach(hold -> hold.accounts().stream()
                .filter(account -> store.accounts.releases(account, now))
                .forEach(releasing::add));
        return new Prefetched(
                now,
                world.now() * 1000,
                asks,
                new View(
                        view.confirmed().terms(), view.confirmed().accounts(), view.underWay(), locked, read, revision),
                keys,
                holds,
                dueHolds,
                releasing,
                SimBudgets.prices(),
                SimBudgets.costs(),
                given(keys),
                askers(ending),
                SimBudgets.LONGEST_LIFE);
    }

    private Map<KeyClaim.Name, KeyClaim.Holder> keys(List<Ask> asks) {
        var keys = new TreeMap<KeyClaim.Name, KeyClaim.Holder>();
        for (var ask : asks) {
            if (ask instanceof Ask.Decide decide && decide.key() != null) {
                var key = decide.key();
                var holder = store.keys.get(key.name());
                keys.putIfAbsent(
                        key.name(), holder == null ? new KeyClaim.Holder(decide.id(), key.requestDigest()) : holder);
            }
        }
        return keys;
    }

    private List<Long> known(Ask ask, MoneySnapshot money) {
        if (!(ask instanceof Ask.Decide decide)) {
            return List.of();
        }
        var known = new ArrayList<Long>();
        for (var matched : money.terms()
                .matching(decide.call().question().caller(), decide.call().at())) {
            var account = money.accounts().get(matched.key());
            if (account != null) {
                known.add(account.id());
            }
        }
        return known;
    }

    /** For update, skip locked. */
    private List<Hold> due(Instant now, int most) {
        return store.holds.values().stream()
                .filter(hold -> hold.isDue(now) && !store.isLockedByAnother(session, hold.decision()))
                .sorted(Comparator.comparing((Hold hold) -> hold.state().expiresAt())
                        .thenComparing(Hold::decision))
                .limit(most)
                .filter(hold -> store.lock(session, hold.decision()))
                .toList();
    }

    private Map<UUID, Given> given(Map<KeyClaim.Name, KeyClaim.Holder> keys) {
        var given = new HashMap<UUID, Given>();
        keys.values().forEach(holder -> {
            var recorded = store.decisions.get(holder.decision());
            if (recorded != null) {
                var verdict = recorded.made().decision().verdict();
                given.put(holder.decision(), (repeat, again) -> again.verdict().equals(verdict));
            }
        });
        return given;
    }

    private Map<UUID, Asker> askers(List<UUID> ending) {
        var askers = new HashMap<UUID, Asker>();
        ending.forEach(id -> {
            var recorded = store.decisions.get(id);
            if (recorded != null && !store.holds.containsKey(id)) {
                askers.put(id, recorded.by());
            }
        });
        return askers;
    }

    // --- what is written

    /** All but the figures; null where a lock is somebody else's. */
    @Nullable
    Heard write(Attempt attempt) {
        var batch = attempt.batch;
        var made = new TreeMap<UUID, Outcome.Made>();
        for (var outcome : batch.outcomes()) {
            if (outcome instanceof Outcome.Made each) {
                made.put(each.ask().id(), each);
            }
        }
        if (!lockAll(new TreeSet<>(made.keySet()))) {
            return null;
        }
        for (var id : made.keySet()) {
            if (store.decisions.containsKey(id)) {
                return new Heard.Refused("23505");
            }
        }
        session.then(() -> {
            made.forEach((id, each) -> {
                store.decisions.put(id, new SimStore.Recorded(each.ask().by(), each));
                var key = each.ask().key();
                if (key != null) {
                    store.keys.putIfAbsent(key.name(), new KeyClaim.Holder(id, key.requestDigest()));
                }
            });
            batch.made().forEach(hold -> store.holds.put(hold.decision(), hold));
            batch.changed().forEach(hold -> store.holds.put(hold.decision(), hold));
            store.keys.putAll(batch.keysPassedOn());
        });
        return new Heard.Done();
    }

    /** Figures and number; null where a lock is somebody else's. */
    @Nullable
    Heard writeFigures(Attempt attempt) {
        var batch = attempt.batch;
        if (!lockAll(new TreeSet<>(batch.deltas().keySet()))) {
            return null;
        }
        if (world.options.planted() != Planted.STALE_FIGURE_BELIEVED && isOutrun(batch)) {
            return new Heard.Conflict();
        }
        var before = new ArrayList<Account>();
        var written = new ArrayList<Account>();
        batch.deltas().forEach((id, delta) -> {
            var row = store.accounts.row(id);
            before.add(row);
            written.add(row.after(delta));
        });
        attempt.before = List.copyOf(before);
        attempt.written = List.copyOf(written);
        attempt.lookedPast = batch.unchanged().keySet().stream()
                .filter(id -> store.isLockedByAnother(session, id))
                .collect(Collectors.toSet());
        attempt.order = world.draw();
        attempt.number = batch.takesNumber() ? store.nextNumber() : 0;
        session.then(() -> {
            written.forEach(row -> store.accounts.put(row));
            store.markers.add(attempt.marker);
            attempt.committed = true;
            world.checks.committed(attempt);
        });
        return new Heard.Done();
    }

    private boolean isOutrun(Batch batch) {
        return batch.deltas().entrySet().stream().anyMatch(entry -> {
                    var row = store.accounts.row(entry.getKey());
                    var delta = entry.getValue();
                    return (delta.relied() && row.version() != delta.basedOn()) || (delta.toldSoft() && row.hard());
                })
                || batch.unchanged().entrySet().stream()
                        .anyMatch(entry -> store.accounts.row(entry.getKey()).version() != entry.getValue());
    }
}
