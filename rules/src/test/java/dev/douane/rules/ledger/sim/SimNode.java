package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.AccountsSnapshot;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.JustRead;
import dev.douane.rules.ledger.MoneySnapshot;
import dev.douane.rules.ledger.Mover;
import dev.douane.rules.ledger.Outcome;
import dev.douane.rules.ledger.Sequencer;
import dev.douane.rules.terms.TermsBook;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node: its queue and tickets, its sequencer, its writers, and its picture of the budgets. Once it was killed, another takes its place. */
final class SimNode {
    private static final long STALE = 5 * World.SECOND;

    private final World world;
    private final int number;
    final Sequencer<MoneySnapshot> sequencer;
    private final List<SimWriter> writers = new ArrayList<>();
    private final Deque<Ask> queue = new ArrayDeque<>();
    private final IdentityHashMap<Ask, Ticket> tickets = new IdentityHashMap<>();
    /** The same, in the order of their arrival. */
    private final List<Ticket> arrived = new ArrayList<>();

    private boolean killed;
    /** How many microseconds its clock is fast. */
    private long fast;
    /** When the picture was read; less than zero where none was. */
    private long readAt = -1;

    SimNode(World world, int number) {
        this.world = world;
        this.number = number;
        sequencer = new Sequencer<>(new MoneySnapshot(
                TermsBook.EMPTY, AccountsSnapshot.none(world.options.remembered()), JustRead.NOTHING));
        for (int writer = 0; writer < world.options.writers(); writer++) {
            writers.add(new SimWriter(world, this, writer));
        }
    }

    void start() {
        writers.forEach(SimWriter::start);
        world.after(world.latency(), this::renewEverySecondOrSo);
        world.after(2 * World.SECOND, this::sweepEveryTwoSeconds);
    }

    boolean isAlive() {
        return !killed;
    }

    Instant now() {
        return world.wall(fast);
    }

    void stepClock(long byMicros) {
        world.note("%s: its clock steps by %d ms", this, byMicros / 1000);
        fast += byMicros;
    }

    MoneySnapshot money() {
        return sequencer.view().confirmed();
    }

    // --- asks

    /** Takes an ask; it is answered once, whatever happens. */
    Ticket enqueue(Ask ask, @Nullable SimGateway by) {
        var ticket = new Ticket(ask, this, by);
        world.checks.asked(ticket);
        if (by != null && queue.size() >= world.options.queue()) {
            answer(ticket, Ticket.Told.OVERLOADED, null);
            return ticket;
        }
        world.note("%s: %s waits", this, World.word(ask));
        tickets.put(ask, ticket);
        arrived.add(ticket);
        queue.add(ask);
        if (by != null) {
            world.after(world.options.deadline(), () -> {
                if (!ticket.isAnswered() && !killed) {
                    answer(ticket, Ticket.Told.LATE, null);
                }
            });
        }
        poke();
        return ticket;
    }

    int waiting() {
        return queue.size();
    }

    /** What waits, without what was answered. */
    List<Ask> take() {
        var taken = new ArrayList<Ask>();
        while (taken.size() < world.options.batch() && !queue.isEmpty()) {
            var ask = queue.remove();
            if (!ticket(ask).isAnswered()) {
                taken.add(ask);
            }
        }
        return taken;
    }

    List<Ask> notAnswered(List<Ask> asks) {
        return asks.stream().filter(ask -> !ticket(ask).isAnswered()).toList();
    }

    private Ticket ticket(Ask ask) {
        var ticket = tickets.get(ask);
        if (ticket == null) {
            throw new SimFailure("C3", "nobody asked for " + World.word(ask));
        }
        return ticket;
    }

    private void answer(Ticket ticket, Ticket.Told told, @Nullable Outcome outcome) {
        ticket.told = told;
        ticket.outcome = outcome;
        world.note("%s: %s is told %s", this, World.word(ticket.ask), told);
        if (ticket.by != null && !world.trouble(20)) { // else the reply is lost
            world.after(world.latency(), () -> ticket.by.hears(ticket));
        }
    }

    /** Completes what came of a batch. What nobody waits for any more is given back. */
    void answer(Attempt attempt) {
        for (var outcome : attempt.batch.outcomes()) {
            var ticket = ticket(outcome.ask());
            world.checks.answering(ticket, attempt);
            if (!ticket.isAnswered()) {
                answer(ticket, Ticket.Told.DONE, outcome);
            } else if (ticket.told == Ticket.Told.DONE) {
                throw new SimFailure("C3", World.word(ticket.ask) + " was answered already");
            } else if (outcome instanceof Outcome.Made made
                    && made.hold() != null
                    && made.ask().key() == null) {
                enqueue(new Ask.VoidHold(made.ask().id(), Mover.HOUSE, Ask.Why.UNDELIVERED), null);
            }
        }
    }

    void refuse(List<Ask> asks) {
        for (var ask : asks) {
            if (!ticket(ask).isAnswered()) {
                answer(ticket(ask), Ticket.Told.FAULT, null);
            }
        }
    }

    // --- what the node does by itself

    /** Lets every writer that waits see whether its time has come. */
    void poke() {
        writers.forEach(SimWriter::poke);
    }

    void sweep() {
        if (!killed) {
            enqueue(new Ask.Expire(1000), null);
        }
    }

    private void sweepEveryTwoSeconds() {
        if (!killed && world.isAsking()) {
            enqueue(new Ask.Expire(8), null);
            world.after(2 * World.SECOND, this::sweepEveryTwoSeconds);
        }
    }

    private void renewEverySecondOrSo() {
        if (!killed) {
            renew();
            world.after(world.between(World.SECOND, 7 * World.SECOND), this::renewEverySecondOrSo);
        }
    }

    /** Reads terms and accounts; what is committed while that goes to and fro is not in it. */
    private void renew() {
        world.after(world.latency(), () -> {
            if (!world.store.isAway()) {
                var picture = world.store.accounts.picture(world.options.remembered());
                var read = world.now();
                world.after(world.latency(), () -> saw(picture, read));
            }
        });
    }

    /** Takes a picture in; nothing that is known to be newer is undone. */
    void saw(SimAccounts.Picture picture, long read) {
        readAt = Math.max(readAt, read);
        sequencer.renewed(known -> new MoneySnapshot(
                picture.terms().revision() < known.terms().revision() ? known.terms() : picture.terms(),
                known.accounts().replacedBy(picture.accounts(), picture.areAll()),
                JustRead.NOTHING));
    }

    boolean isFresh() {
        return readAt >= 0 && world.now() - readAt <= STALE;
    }

    // --- its end

    /** Ends it as {@code kill -9} does; what was sent to the database may still take effect. */
    void kill() {
        world.note("%s: killed", this);
        killed = true;
        writers.forEach(SimWriter::cutOff);
        arrived.stream().filter(ticket -> !ticket.isAnswered()).forEach(ticket -> {
            ticket.told = Ticket.Told.CUT_OFF;
            if (ticket.by != null) {
                world.after(world.latency(), () -> ticket.by.hears(ticket));
            }
        });
    }

    /** Starts another in its place. */
    void revive() {
        if (killed && world.nodes().contains(this)) {
            var next = new SimNode(world, number);
            next.fast = fast;
            world.replace(this, next);
            world.note("%s: started anew", this);
            next.start();
        }
    }

    void reviveNow() {
        if (killed) {
            world.after(1, this::revive);
        }
    }

    String whatIsLeft() {
        if (killed) {
            return this + " is dead ";
        }
        var open = arrived.stream().filter(ticket -> !ticket.isAnswered()).count();
        return open == 0
                        && queue.isEmpty()
                        && sequencer.isIdle()
                        && writers.stream().allMatch(SimWriter::isIdle)
                ? ""
                : this + " has " + open + " open, " + queue.size() + " waiting, " + writers + " ";
    }

    @Override
    public String toString() {
        return "node " + number;
    }
}
