package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.WriterStep.Heard;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One writer's connection: everything takes its time on the way there and back, may be lost on either, and may wait for a lock. Whatever comes
 * of it is told to who drives the writer, unless its process is gone.
 */
final class SimConnection {
    private static final long LOCK_TIMEOUT = World.SECOND;

    private final World world;
    private final Consumer<Heard> hears;
    private SimStore.@Nullable Session session;
    private boolean committing;
    private boolean cutOff;

    SimConnection(World world, Consumer<Heard> hears) {
        this.world = world;
        this.hears = hears;
    }

    boolean isOpen() {
        return session != null;
    }

    SimStore.Session session() {
        return Objects.requireNonNull(session, "not connected");
    }

    /** Something happens after so many microseconds, if the process is still there then. */
    private void after(long delay, Runnable what) {
        world.after(delay, () -> {
            if (!cutOff) {
                what.run();
            }
        });
    }

    void tell(long delay, Heard heard) {
        after(delay, () -> hears.accept(heard));
    }

    /** The process is gone; a commit that was sent may still come through. */
    void cutOff() {
        cutOff = true;
        var open = session;
        if (open != null && committing && !open.hasEnded() && world.chance(500)) {
            world.store.hang(open);
        } else {
            close();
        }
    }

    private void close() {
        var open = session;
        session = null;
        if (open != null) {
            world.store.lose(open);
        }
    }

    private void lost() {
        close();
        hears.accept(new Heard.Gone());
    }

    /** Connects where there is no connection that works. */
    void connect() {
        after(world.latency(), () -> {
            if (world.store.isAway()) {
                lost();
                return;
            }
            if (session == null || session.hasEnded()) {
                session = world.store.connect();
            }
            hears.accept(new Heard.Done());
        });
    }

    void reconnect() {
        close();
        connect();
    }

    /** One operation in the open transaction, which answers null while a lock that it needs is somebody else's. */
    void io(Supplier<@Nullable Heard> operation) {
        after(world.latency(), () -> {
            var open = session;
            if (open == null || open.hasEnded() || world.trouble(world.options.connectionLoss())) {
                lost();
            } else {
                run(operation, open, world.now() + LOCK_TIMEOUT);
            }
        });
    }

    private void run(Supplier<@Nullable Heard> operation, SimStore.Session in, long until) {
        if (in.hasEnded()) {
            lost();
            return;
        }
        var heard = operation.get();
        if (heard != null) {
            after(world.latency(), () -> {
                if (world.trouble(world.options.connectionLoss())) {
                    lost();
                } else {
                    hears.accept(heard);
                }
            });
        } else if (world.now() >= until) {
            hears.accept(new Heard.Waited());
        } else {
            whenReleasedOr(until, () -> run(operation, in, until));
        }
    }

    /** Once a lock is given back, or at that time; once. */
    private void whenReleasedOr(long until, Runnable again) {
        var over = new boolean[1];
        Runnable once = () -> {
            if (!over[0] && !cutOff) {
                over[0] = true;
                again.run();
            }
        };
        world.store.whenReleased(once);
        world.after(until - world.now(), () -> {
            world.store.forget(once);
            once.run();
        });
    }

    void rollBack() {
        var open = session;
        if (open == null || open.hasEnded()) {
            close();
            tell(1, new Heard.Done());
            return;
        }
        after(world.latency(), () -> {
            world.store.rollBack(open);
            hears.accept(new Heard.Done());
        });
    }

    /** Commits; the answer to that may be lost, whether it took effect, did not, or will. */
    void commit() {
        committing = true;
        after(world.latency(), () -> {
            committing = false;
            var open = session();
            if (open.hasEnded()) {
                unknown(open);
            } else if (!world.trouble(world.options.commitTrouble())) {
                world.store.commit(open);
                tell(world.latency(), new Heard.Done());
            } else {
                switch (world.below(3)) {
                    case 0 -> world.store.rollBack(open);
                    case 1 -> world.store.commit(open);
                    default -> world.store.hang(open);
                }
                unknown(open);
            }
        });
    }

    private void unknown(SimStore.Session open) {
        close();
        tell(world.latency(), new Heard.Unknown(open.key));
    }
}
