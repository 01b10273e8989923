package dev.douane.service.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jboss.logging.Logger;

/**
 * Decisions whose commit broke off. It may still come through long after the log was asked for them: a disk that stalled, a standby that was
 * waited for. Where the asker has been told 503 by then, nobody would settle or void the hold, and its expiry would charge for a call that
 * was never made. So they are looked for again, ever later, and what is found is voided.
 *
 * <p>Safe for use by many threads.
 */
final class Doubts {
    private static final Logger LOG = Logger.getLogger(Doubts.class);

    /** The last is well past the time that a database can take to come back without an operator. */
    private static final List<Duration> LOOKS =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(10));

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MOST = 20_000;

    private record Doubt(Work.Admit admit, int look, long due) implements Comparable<Doubt> {
        static Doubt of(Work.Admit admit, int look) {
            return new Doubt(admit, look, System.nanoTime() + LOOKS.get(look).toNanos());
        }

        @Override
        public int compareTo(Doubt other) {
            return Long.signum(due - other.due);
        }
    }

    private final PriorityQueue<Doubt> waiting = new PriorityQueue<>();

    /** The commit of these works broke off. With an idempotency key the asker can still get the answer, so those holds stay. */
    synchronized void add(List<Work<?>> works) {
        for (var work : works) {
            if (work instanceof Work.Admit admit && admit.waiting.idempotency() == null) {
                add(admit, 0);
            }
        }
    }

    private void add(Work.Admit admit, int look) {
        if (waiting.size() < MOST) {
            waiting.add(Doubt.of(admit, look));
        } else {
            LOG.warnf("decision %s is not looked for again: too many commits broke off", admit.waiting.id());
        }
    }

    /** Voids to try now; what is not there is asked for in vain, and harmlessly. */
    synchronized List<Work<?>> due() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        var now = System.nanoTime();
        var due = new ArrayList<Work<?>>();
        while (!waiting.isEmpty() && waiting.peek().due() - now <= 0) {
            var doubt = waiting.remove();
            var answer = doubt.admit().answer();
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                continue; // found in the log, or decided again
            }
            if (answer.isDone()) {
                due.add(new Work.VoidHold(doubt.admit().waiting.id(), Mover.HOUSE, PATIENCE));
            }
            int next = answer.isDone() ? doubt.look() + 1 : doubt.look();
            if (next < LOOKS.size()) {
                add(doubt.admit(), next);
            }
        }
        return due;
    }
}
