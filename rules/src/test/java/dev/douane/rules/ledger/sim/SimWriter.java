package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Decided;
import dev.douane.rules.ledger.JustRead;
import dev.douane.rules.ledger.LedgerCore;
import dev.douane.rules.ledger.MoneySnapshot;
import dev.douane.rules.ledger.Sequencer;
import dev.douane.rules.ledger.WriterProgram;
import dev.douane.rules.ledger.WriterStep;
import dev.douane.rules.ledger.WriterStep.Heard;
import dev.douane.rules.ledger.sim.SimOptions.Planted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Drives one {@link WriterProgram} in virtual time: what a thread and a connection do in production. */
final class SimWriter {
    private static final long LOOK_UP = 200 * World.MILLI;
    /** So few asks wait in a world that each counts for some, or a spare writer would never have anything to do. */
    private static final int EACH_COUNTS = 16;

    private final World world;
    private final SimNode node;
    private final int number;
    private final WriterProgram program;
    private WriterStep step = new WriterStep.KeepOpen();
    /** Whether {@link #step} waits for the sequencer or for asks. */
    private boolean waiting;

    private boolean cutOff;
    private final SimConnection connection;
    private @Nullable Attempt attempt;
    private Decided.@Nullable Needs needs;
    private JustRead read = JustRead.NOTHING;
    private @Nullable Long revision;

    SimWriter(World world, SimNode node, int number) {
        this.world = world;
        this.node = node;
        this.number = number;
        program = new WriterProgram(node.sequencer);
        connection = new SimConnection(world, this::hear);
    }

    void start() {
        later(new Heard.Done());
    }

    /** Its process is gone. */
    void cutOff() {
        cutOff = true;
        connection.cutOff();
    }

    private void later(Heard heard) {
        connection.tell(world.between(1, 20), heard);
    }

    private void hear(Heard heard) {
        world.checks.heard(node, attempt, heard);
        step = program.next(heard);
        world.note("%s: hears %s, %s", this, word(heard), word(step));
        perform();
        node.poke();
    }

    private static String word(Record record) {
        var name = record.getClass().getSimpleName();
        return switch (record) {
            case WriterStep.Prefetch(var asks, var locks) ->
                name + asks.stream().map(World::word).toList() + (locks.first() ? " locking" : "");
            case WriterStep.BeginAgain(var slot) -> name + " " + slot;
            case WriterStep.AwaitTurnToCommit(var slot) -> name + " " + slot;
            case WriterStep.Publish(var slot, var unused) -> name + " " + slot;
            default -> name;
        };
    }

    private static String word(WriterStep step) {
        return word((Record) step);
    }

    private static String word(Heard heard) {
        return word((Record) heard);
    }

    // --- what waits

    /** Looks whether what it waits for has come. */
    void poke() {
        if (!waiting || cutOff) {
            return;
        }
        var heard = waited();
        if (heard != null) {
            waiting = false;
            later(heard);
        }
    }

    private @Nullable Heard waited() {
        return switch (step) {
            case WriterStep.BeginTurn() ->
                node.sequencer
                        .tryBegin(number, number >= Sequencer.USUAL && world.isTroubled(), node.waiting() * EACH_COUNTS)
                        .<Heard>map(Heard.Begun::new)
                        .orElse(null);
            case WriterStep.BeginAgain(var slot) ->
                node.sequencer.tryAgain(slot).<Heard>map(Heard.Begun::new).orElse(null);
            case WriterStep.Take() -> node.waiting() == 0 ? null : taken();
            case WriterStep.AwaitTurnToCommit(var slot) ->
                switch (node.sequencer.mayCommit(slot)) {
                    case WAIT -> null;
                    case COMMIT -> new Heard.Done();
                    case AGAIN -> new Heard.Overtaken();
                };
            default -> throw new IllegalStateException("nobody waits for " + word(step));
        };
    }

    private void await() {
        waiting = true;
        poke();
    }

    private Heard taken() {
        read = JustRead.NOTHING;
        revision = null;
        return new Heard.Taken(node.take(), isReady());
    }

    @SuppressWarnings("ReferenceEquality") // the very step it waited in
    private void take() {
        await();
        var mine = step;
        world.after(LOOK_UP, () -> {
            if (waiting && mine == step && !cutOff) {
                waiting = false;
                hear(taken());
            }
        });
    }

    private boolean isReady() {
        return connection.isOpen() && node.isFresh();
    }

    // --- what is done

    private void perform() {
        switch (step) {
            case WriterStep.BeginTurn() -> await();
            case WriterStep.BeginAgain(var unused) -> await();
            case WriterStep.AwaitTurnToCommit(var unused) -> await();
            case WriterStep.Take() -> take();
            case WriterStep.KeepOpen() -> connection.connect();
            case WriterStep.LeaveOutAnswered(var asks) -> later(new Heard.Taken(node.notAnswered(asks), true));
            case WriterStep.GetReady() -> getReady();
            case WriterStep.Prefetch(var asks, var locks) -> connection.io(() -> prefetched(asks, locks));
            case WriterStep.ReadAndOpen(var asks) -> connection.io(() -> readAndOpened(asks));
            case WriterStep.Write(var unused) ->
                connection.io(() -> transaction().write(attempt()));
            case WriterStep.WriteFigures(var unused) ->
                connection.io(() -> transaction().writeFigures(attempt()));
            case WriterStep.Commit() -> connection.commit();
            case WriterStep.Publish(var slot, var unused) -> publish(slot);
            case WriterStep.Answer(var unused) -> {
                node.answer(attempt());
                later(new Heard.Done());
            }
            case WriterStep.Refuse(var asks) -> {
                node.refuse(asks);
                later(new Heard.Done());
            }
            case WriterStep.RollBack() -> connection.rollBack();
            case WriterStep.Pause(var time) -> connection.tell(time.toNanos() / 1000, new Heard.Done());
            case WriterStep.Reconnect() -> connection.reconnect();
            case WriterStep.Fence(var lost) -> connection.io(() -> fence(lost));
            case WriterStep.Look(var unused) -> connection.io(this::look);
            case WriterStep.End() -> {}
        }
    }

    private SimTransaction transaction() {
        return new SimTransaction(world, connection.session());
    }

    private Attempt attempt() {
        return Objects.requireNonNull(attempt, "nothing was decided");
    }

    private void getReady() {
        if (!node.isFresh() && !world.store.isAway()) {
            node.saw(world.store.accounts.picture(world.options.remembered()), world.now());
        }
        connection.connect();
    }

    // --- one attempt

    private @Nullable Heard prefetched(List<Ask> asks, WriterStep.Locks locks) {
        var prefetched = transaction().read(node.now(), asks, node.sequencer.view(), locks, read, revision);
        if (prefetched == null) {
            return null;
        }
        return switch (LedgerCore.decide(prefetched)) {
            case Decided.Done(var batch) -> {
                attempt = new Attempt(world.draw(), prefetched, batch, world.options.planted());
                var accounts = new TreeSet<>(batch.deltas().keySet());
                accounts.addAll(batch.unchanged().keySet());
                yield new Heard.Decided(attempt.handedOver(), Set.copyOf(accounts));
            }
            case Decided.Needs missing when missing.commitOf() != null -> new Heard.NeedsCommit();
            case Decided.Needs missing -> {
                needs = missing;
                yield new Heard.Needs();
            }
        };
    }

    private Heard readAndOpened(List<Ask> asks) {
        var missing = Objects.requireNonNull(needs, "nothing is needed");
        world.store.rollBack(connection.session());
        var rows = new ArrayList<Account>();
        var looked = List.copyOf(missing.toRead().values());
        looked.forEach(matched -> {
            var row = world.store.accounts.account(matched.key());
            if (row != null) {
                rows.add(row);
            }
        });
        missing.toOpen()
                .forEach(opening -> opening.accounts()
                        .forEach(matched -> rows.add(world.store.accounts.open(matched, node.now()))));
        read = read.and(looked, rows);
        if (missing.revision()) {
            revision = world.store.accounts.terms().revision();
        }
        if (world.store.accounts.terms().revision() != node.money().terms().revision()) {
            node.saw(world.store.accounts.picture(world.options.remembered()), world.now());
        }
        node.sequencer.renewed(
                known -> new MoneySnapshot(known.terms(), known.accounts().with(rows), known.read()));
        return new Heard.Taken(asks, true);
    }

    private void publish(Sequencer.Slot slot) {
        var written = attempt().written;
        node.sequencer.confirmed(
                slot, known -> new MoneySnapshot(known.terms(), known.accounts().with(written), known.read()));
        later(new Heard.Done());
    }

    /** Whether it only waits for something to do. */
    boolean isIdle() {
        return step instanceof WriterStep.BeginTurn
                || step instanceof WriterStep.Take
                || step instanceof WriterStep.KeepOpen;
    }

    /** What it does, for who wonders. */
    String now() {
        return this + ": " + word(step) + " ";
    }

    // --- a commit in doubt

    private Heard fence(long lost) {
        if (world.options.planted() == Planted.FENCE_GRANTED_TOO_EARLY || world.store.isFree(lost)) {
            return new Heard.Fenced(true);
        }
        world.after(world.between(1, 5 * World.MILLI), () -> world.store.terminate(lost));
        return new Heard.Fenced(false);
    }

    private Heard look() {
        return new Heard.Found(world.options.planted() != Planted.UNKNOWN_TAKEN_FOR_FAILED
                && world.store.markers.contains(attempt().marker));
    }

    @Override
    public String toString() {
        return node + " writer " + number;
    }
}
