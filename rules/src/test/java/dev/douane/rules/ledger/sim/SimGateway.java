package dev.douane.rules.ledger.sim;

import dev.douane.rules.call.Question;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Asker;
import dev.douane.rules.ledger.Deadline;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.Matched;
import dev.douane.rules.ledger.Mover;
import dev.douane.rules.ledger.Settlement;
import dev.douane.rules.money.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks for decisions with and without a key, settles, reports, voids; repeats itself, hangs up, and asks for what is not there. */
final class SimGateway {
    private final World world;
    private final int number;
    private final Asker asker;
    private final List<UUID> decisions = new ArrayList<>();
    private final List<Question> keyed = new ArrayList<>();
    private int left;
    private int open;

    SimGateway(World world, int number, int asks) {
        this.world = world;
        this.number = number;
        left = Math.max(1, asks);
        asker = new Asker("key" + number, "owner" + number % 2);
    }

    void start() {
        world.after(world.between(0, World.SECOND), this::ask);
    }

    /** Whether it has asked all, and heard of all or given up. */
    boolean isDone() {
        return left == 0 && open == 0;
    }

    private void ask() {
        if (left == 0) {
            return;
        }
        var nodes = world.nodes().stream().filter(SimNode::isAlive).toList();
        if (nodes.isEmpty()) {
            world.after(100 * World.MILLI, this::ask);
            return;
        }
        left--;
        send(what(world.oneOf(nodes)));
        world.after(world.chance(300) ? world.between(1, 50) : world.between(0, 400 * World.MILLI), this::ask);
    }

    /** An ask, and where it goes. */
    private record Sent(Ask ask, SimNode to) {}

    private void send(Sent sent) {
        open++;
        sent.to().enqueue(sent.ask(), this);
        // a reply can be lost: whoever waits gives up
        world.after(world.options.deadline() + 2 * World.SECOND, this::givesUp);
    }

    private void givesUp() {
        open--;
    }

    private Sent what(SimNode to) {
        var kind = world.below(100);
        if (kind < 55 || decisions.isEmpty()) {
            return new Sent(world.chance(300) ? keyed(to) : decide(to, world.budgets.question(), null), to);
        }
        var decision = world.chance(50) ? world.id(to.now()) : world.oneOf(decisions);
        var mover = world.chance(900) ? new Mover(asker.key(), asker.owner()) : new Mover("other", "other");
        return new Sent(
                kind < 65
                        ? new Ask.Settle(decision, Settlement.of(usage()), mover)
                        : kind < 75
                                ? new Ask.Settle(decision, Settlement.BY_ESTIMATE, mover)
                                : kind < 85
                                        ? new Ask.Settle(decision, Settlement.soFar(usage()), mover)
                                        : new Ask.VoidHold(decision, mover, Ask.Why.ASKED),
                to);
    }

    private Usage usage() {
        return Usage.of(0, 0, (int) world.between(0, 4_000));
    }

    private Ask.Decide decide(SimNode node, Question question, @Nullable KeyClaim key) {
        var at = node.now();
        var money = node.money();
        var id = world.id(at);
        decisions.add(id);
        return new Ask.Decide(
                id,
                world.budgets.plan(question, money, at),
                world.chance(700) ? Matched.of(money.terms(), question.caller(), at) : Matched.NOT_YET,
                asker,
                key,
                SimBudgets.HOLD_LIFE,
                new Deadline((world.now() + world.options.deadline()) * 1000, null));
    }

    /** With a key that is new, or was used for the same request, or rarely for another. */
    private Ask.Decide keyed(SimNode node) {
        if (keyed.isEmpty() || world.chance(400)) {
            keyed.add(world.budgets.question());
        }
        return keyed(node, world.below(keyed.size()));
    }

    private Ask.Decide keyed(SimNode node, int which) {
        var digest = world.chance(50) ? "another" : "digest" + which;
        return decide(
                node,
                keyed.get(which),
                new KeyClaim(new KeyClaim.Name(asker.owner(), "gateway" + number + "-" + which), digest));
    }

    /** What came of an ask. Where nobody knows and there is a key, it asks again, elsewhere. */
    void hears(Ticket ticket) {
        if (ticket.told != Ticket.Told.DONE
                && ticket.ask instanceof Ask.Decide decide
                && decide.key() != null
                && world.chance(500)) {
            var node = world.oneOf(world.nodes());
            if (node.isAlive()) {
                var again = decide(node, decide.call().question(), decide.key());
                node.enqueue(again, this);
            }
        }
    }
}
