package dev.douane.rules.ledger;

import dev.douane.rules.ledger.Sequencer.Slot;
import dev.douane.rules.ledger.WriterStep.Heard;
import dev.douane.rules.ledger.WriterStep.Locks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way back of a {@link WriterProgram}: what is done after a failure, in which order, and after which pause. Of what one writer took last.
 *
 * <p>A batch that the database refuses is done again ask by ask, so that one bad ask takes none other with it. A commit that broke off is
 * fenced first: who gets the advisory lock of the lost connection knows that its transaction has ended, and may look what came of it.
 */
final class Recovery {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int LAST_ATTEMPTS = 5;

    private record Part(Slot slot, List<Ask> asks) {}

    private record Doubt(long session, Slot slot, Batch batch) {}

    private final Sequencer<?> sequencer;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Queue<WriterStep> ahead = new ArrayDeque<>();
    private final Set<Long> needed = new HashSet<>();
    private List<Ask> asks = List.of();
    private Duration pause = FIRST_PAUSE;
    private int failures;
    private boolean stopping;
    private @Nullable Doubt doubt;

    Recovery(Sequencer<?> sequencer) {
        this.sequencer = sequencer;
    }

    /** Whatever has been tried five times is given up from now on. */
    void stop() {
        stopping = true;
    }

    /** Something new was taken. */
    void taken(List<Ask> taken) {
        asks = taken;
        pause = FIRST_PAUSE;
        failures = 0;
        needed.clear();
    }

    /** Of what was taken the rest is answered. */
    void left(List<Ask> left) {
        asks = left;
    }

    /** An attempt rested on these accounts. */
    void needs(Set<Long> accounts) {
        needed.addAll(accounts);
    }

    Locks locks() {
        return new Locks(true, needed);
    }

    WriterStep leaveOutAnswered() {
        return new WriterStep.LeaveOutAnswered(asks);
    }

    WriterStep prefetch() {
        return new WriterStep.Prefetch(asks, locks());
    }

    /** The next part of what was split, if any is left. */
    @Nullable
    Slot nextPart() {
        var part = parts.poll();
        if (part == null) {
            return null;
        }
        taken(part.asks());
        return part.slot();
    }

    /** What follows on a step of {@link #failed}; null where all of it is done. */
    @Nullable
    WriterStep goOn() {
        return ahead.poll();
    }

    /** What is done after this, which was heard of a slot that the sequencer knows to have failed. */
    WriterStep failed(Slot slot, Heard heard) {
        failures++;
        ahead.clear();
        ahead.add(new WriterStep.RollBack());
        switch (heard) {
            case Heard.Conflict() -> {
                if (failures == 1) {
                    sequencer.conflicted();
                }
                again(slot);
            }
            case Heard.NeedsCommit() when failures == 1 -> again(slot);
            case Heard.NeedsCommit() -> refused(slot); // nothing else is under way
            case Heard.Overtaken() -> again(slot);
            case Heard.Waited() -> againAfterAPause(slot);
            case Heard.Gone() -> againAfterAPause(slot);
            case Heard.Refused(var unused) -> refused(slot);
            default -> throw new IllegalStateException("nobody can hear " + heard + " now");
        }
        return ahead.remove();
    }

    private void againAfterAPause(Slot slot) {
        ahead.add(pause());
        again(slot);
    }

    private void again(Slot slot) {
        if (stopping && failures >= LAST_ATTEMPTS) {
            giveUp(slot);
        } else {
            ahead.add(new WriterStep.BeginAgain(slot));
        }
    }

    private void refused(Slot slot) {
        if (asks.size() == 1) {
            giveUp(slot);
            return;
        }
        var slots = sequencer.split(slot, asks.size());
        for (int i = asks.size() - 1; i >= 0; i--) { // before the parts that follow where a part is split
            parts.addFirst(new Part(slots.get(i), List.of(asks.get(i))));
        }
        ahead.add(new WriterStep.BeginAgain(Objects.requireNonNull(nextPart())));
    }

    private void giveUp(Slot slot) {
        sequencer.over(slot);
        ahead.add(new WriterStep.Refuse(asks));
    }

    private WriterStep pause() {
        var now = pause;
        var twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
        return new WriterStep.Pause(now);
    }

    // --- in-doubt commits

    /** What is done after the commit of a slot broke off. */
    WriterStep inDoubt(long session, Slot slot, Batch batch) {
        doubt = new Doubt(session, slot, batch);
        return new WriterStep.Reconnect();
    }

    /** What is done after a step of {@link #inDoubt}; but where the batch was found. */
    WriterStep doubt(Heard heard) {
        var open = Objects.requireNonNull(doubt, "no commit is in doubt");
        return switch (heard) {
            case Heard.Done() -> new WriterStep.Fence(open.session());
            case Heard.Fenced(var granted) when granted -> new WriterStep.Look(open.batch());
            case Heard.Fenced(var unused) -> afterAPause(new WriterStep.Fence(open.session()));
            case Heard.Waited() -> afterAPause(new WriterStep.Reconnect());
            case Heard.Gone() -> afterAPause(new WriterStep.Reconnect());
            case Heard.Found(var unused) -> {
                doubt = null;
                sequencer.failed(open.slot());
                yield failed(open.slot(), new Heard.Overtaken());
            }
            default -> throw new IllegalStateException("nobody can hear " + heard + " of a commit in doubt");
        };
    }

    private WriterStep afterAPause(WriterStep then) {
        ahead.clear();
        ahead.add(then);
        return pause();
    }
}
