package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Asker;
import dev.douane.rules.ledger.Hold;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The database of a world: committed tables, row locks that are kept to the end of a transaction, and sessions with an advisory lock each that
 * ends with the session's backend. Transactions see what is committed (read committed); what they write takes effect all at once.
 */
final class SimStore {
    /** One connection's other end. */
    static final class Session {
        /** Of its advisory lock. */
        final long key;

        private final Set<Object> locks = new LinkedHashSet<>();
        private final List<Runnable> effects = new ArrayList<>();
        private boolean ended;
        /** It hangs in a commit; with how that ends if the backend is terminated. */
        private @Nullable Runnable hanging;

        private Session(long key) {
            this.key = key;
        }

        boolean hasEnded() {
            return ended;
        }

        /** What takes effect with the commit. */
        void then(Runnable effect) {
            effects.add(effect);
        }
    }

    /** Who asked for a decision that is in the log, and what it was. */
    record Recorded(Asker by, Outcome.Made made) {}

    private final World world;
    final SimAccounts accounts;
    final Map<UUID, Hold> holds = new LinkedHashMap<>();
    final Map<UUID, Recorded> decisions = new HashMap<>();
    final Map<KeyClaim.Name, KeyClaim.Holder> keys = new HashMap<>();
    /** Of committed batches. */
    final Set<Long> markers = new HashSet<>();

    private final Map<Object, Session> owners = new HashMap<>();
    private final Map<Long, Session> sessions = new HashMap<>();
    private final List<Runnable> blocked = new ArrayList<>();
    private long numbers;
    private boolean away;

    SimStore(World world) {
        this.world = world;
        accounts = new SimAccounts(world);
    }

    long nextNumber() {
        return ++numbers;
    }

    String whatIsLeft() {
        return owners.isEmpty() && blocked.isEmpty() ? "" : "locks " + owners.keySet() + ", blocked " + blocked.size();
    }

    // --- sessions

    boolean isAway() {
        return away;
    }

    /** The database is gone: all backends with it, but for what they had committed. */
    void goAway() {
        away = true;
        List.copyOf(sessions.values()).forEach(this::terminate);
    }

    void isBack() {
        away = false;
    }

    Session connect() {
        var session = new Session(world.draw());
        sessions.put(session.key, session);
        return session;
    }

    /** The client is gone; the backend notices at once or later, unless it hangs in a commit. */
    void lose(Session session) {
        if (session.hanging == null) {
            var notices = world.chance(700) ? 0 : world.between(World.MILLI, 800 * World.MILLI);
            if (notices == 0) {
                end(session);
            } else {
                world.after(notices, () -> {
                    if (session.hanging == null) {
                        end(session);
                    }
                });
            }
        }
    }

    /** Whether the session with that advisory lock has ended. */
    boolean isFree(long key) {
        return !sessions.containsKey(key);
    }

    /** Ends a backend, and with it what it hangs in, one way or the other. */
    void terminate(long key) {
        var session = sessions.get(key);
        if (session != null) {
            terminate(session);
        }
    }

    private void terminate(Session session) {
        var open = session.hanging;
        if (open != null) {
            open.run();
        }
        end(session);
    }

    private void end(Session session) {
        if (!session.ended) {
            session.ended = true;
            session.hanging = null;
            sessions.remove(session.key);
            rollBack(session);
        }
    }

    // --- transactions

    /** Whether the row is this session's to change now; else it is somebody else's. */
    boolean lock(Session session, Object row) {
        var owner = owners.putIfAbsent(row, session);
        if (owner == null) {
            session.locks.add(row);
        }
        return owner == null || owner.equals(session);
    }

    boolean isLocked(Object row) {
        return owners.containsKey(row);
    }

    boolean isLockedByAnother(Session session, Object row) {
        var owner = owners.get(row);
        return owner != null && !owner.equals(session);
    }

    /** Runs this again once a transaction has ended. */
    void whenReleased(Runnable again) {
        blocked.add(again);
    }

    void forget(Runnable again) {
        blocked.remove(again);
    }

    void rollBack(Session session) {
        session.effects.clear();
        release(session);
    }

    void commit(Session session) {
        var effects = List.copyOf(session.effects);
        session.effects.clear();
        effects.forEach(Runnable::run);
        release(session);
    }

    /** The commit of this session hangs, and ends by itself after a while, or when its backend is terminated. */
    void hang(Session session) {
        session.hanging = () -> {
            session.hanging = null;
            if (world.chance(600)) {
                world.note("database: hanging commit of session %s comes through", session.key);
                commit(session);
            } else {
                world.note("database: hanging commit of session %s is rolled back", session.key);
            }
            end(session);
        };
        world.after(world.between(5 * World.MILLI, 3 * World.SECOND), () -> {
            var open = session.hanging;
            if (open != null) {
                open.run();
            }
        });
    }

    private void release(Session session) {
        if (session.locks.isEmpty()) {
            return;
        }
        session.locks.forEach(owners::remove);
        session.locks.clear();
        var waiting = List.copyOf(blocked);
        blocked.clear();
        waiting.forEach(again -> world.after(world.between(1, 50), again));
    }
}
