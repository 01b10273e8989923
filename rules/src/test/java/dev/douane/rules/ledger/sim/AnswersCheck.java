package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Hold;
import dev.douane.rules.ledger.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * C3: every ask is answered once; who is told what came of it finds it committed at that moment; who was told 503 has nothing held once all is
 * quiet, unless there is a key to ask again with, or the node was killed. Who was told of a fault has nothing recorded.
 */
final class AnswersCheck implements Check {
    private final World world;
    private final List<Ticket> tickets = new ArrayList<>();

    AnswersCheck(World world) {
        this.world = world;
    }

    @Override
    public void asked(Ticket ticket) {
        tickets.add(ticket);
    }

    @Override
    public void answering(Ticket ticket, Attempt attempt) {
        if (!attempt.committed) {
            throw failure(ticket, "is answered before " + attempt + " is committed");
        }
    }

    @Override
    public void quiet() {
        tickets.forEach(this::check);
    }

    private void check(Ticket ticket) {
        var told = ticket.told;
        if (told == null) {
            throw failure(ticket, "was never answered");
        }
        if (!(ticket.ask instanceof Ask.Decide decide)) {
            return;
        }
        switch (told) {
            case DONE -> {
                if (ticket.outcome instanceof Outcome.Made && !world.store.decisions.containsKey(decide.id())) {
                    throw failure(ticket, "was answered and is not in the log");
                }
            }
            case FAULT, OVERLOADED -> {
                if (world.store.decisions.containsKey(decide.id())) {
                    throw failure(ticket, "was refused and is in the log");
                }
            }
            case LATE -> {
                if (decide.key() == null && ticket.node.isAlive()) {
                    nothingIsHeld(ticket, decide);
                }
            }
            case CUT_OFF -> {}
        }
    }

    private void nothingIsHeld(Ticket ticket, Ask.Decide decide) {
        var hold = world.store.holds.get(decide.id());
        var isOver = hold == null
                || hold.stage() == Hold.Stage.VOIDED
                || hold.stage() == Hold.Stage.SETTLED
                || hold.usage() != null;
        if (!isOver) {
            throw failure(ticket, "was told 503 and pays: " + hold.stage());
        }
    }

    private static SimFailure failure(Ticket ticket, String what) {
        return new SimFailure("C3", World.word(ticket.ask) + " of " + ticket.node + " " + what);
    }
}
