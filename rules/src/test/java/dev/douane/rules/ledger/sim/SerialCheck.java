package dev.douane.rules.ledger.sim;

import dev.douane.rules.decide.Verdict;
import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.AccountLine;
import dev.douane.rules.ledger.AccountsSnapshot;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Asker;
import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Decided;
import dev.douane.rules.ledger.Given;
import dev.douane.rules.ledger.Hold;
import dev.douane.rules.ledger.JustRead;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.LedgerCore;
import dev.douane.rules.ledger.Outcome;
import dev.douane.rules.ledger.Prefetched;
import dev.douane.rules.ledger.Refusal;
import dev.douane.rules.ledger.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * C8: all committed asks, one at a time in the order in which their batches wrote their figures, come to the same outcomes and figures. So
 * writers, nodes, batches, doubts and repeats change nothing that anybody is told.
 *
 * <p>What is asked one at a time is the ledger core: that it does what plain maps would do is shown beside it, by the naive ledger.
 */
final class SerialCheck implements Check {
    private static final int ALL = 1_000_000;

    private final World world;
    private final SortedMap<Long, Runnable> history = new TreeMap<>();
    private AccountsSnapshot accounts = AccountsSnapshot.none(ALL);
    private final Map<UUID, Hold> holds = new HashMap<>();
    private final Map<KeyClaim.Name, KeyClaim.Holder> keys = new HashMap<>();
    private final Map<UUID, Outcome.Made> made = new HashMap<>();

    SerialCheck(World world) {
        this.world = world;
    }

    @Override
    public void opened(Account account) {
        history.put(world.draw(), () -> accounts = accounts.with(List.of(account)));
    }

    @Override
    public void amended(long number, List<Account> rows) {
        history.put(world.draw(), () -> {
            var amended = new ArrayList<Account>();
            for (var row : rows) {
                var mine = Objects.requireNonNull(accounts.get(row.id()));
                amended.add(new Account(
                        row.id(),
                        row.key(),
                        row.periodEnd(),
                        row.hard(),
                        row.mayCross(),
                        row.limit(),
                        mine.held(),
                        mine.spent(),
                        mine.version() + 1));
            }
            accounts = accounts.with(amended);
        });
    }

    @Override
    public void committed(Attempt attempt) {
        history.put(attempt.order, () -> {
            for (int i = 0; i < attempt.read.asks().size(); i++) {
                ask(attempt, attempt.batch.outcomes().get(i));
            }
        });
    }

    @Override
    public void end() {
        history.values().forEach(Runnable::run);
        world.store.accounts.rows().forEach(row -> {
            var mine = Objects.requireNonNull(accounts.get(row.id()));
            if (!row.held().equals(mine.held()) || !row.spent().equals(mine.spent())) {
                throw new SimFailure("C8", row + " would be " + mine);
            }
        });
    }

    private void ask(Attempt attempt, Outcome told) {
        if (told instanceof Outcome.Refused(var unused, var why, var about) && why == Refusal.NO_SUCH_DECISION) {
            return; // it may have been made by another node meanwhile, which nobody need have seen
        }
        var alone = LedgerCore.decide(read(attempt, told.ask()));
        if (!(alone instanceof Decided.Done(var batch))) {
            throw failure(attempt, told, alone);
        }
        var mine = batch.outcomes().getFirst();
        if (isSame(told, mine)) {
            apply(batch);
        } else if (told instanceof Outcome.Made denied && denied.hold() == null && !attempt.lookedPast.isEmpty()) {
            note(denied); // by what another transaction was about to change
        } else {
            throw failure(attempt, told, mine);
        }
    }

    private Prefetched read(Attempt attempt, Ask ask) {
        var read = attempt.read;
        var wanted = new HashMap<UUID, Hold>();
        var answering = new HashMap<KeyClaim.Name, KeyClaim.Holder>();
        switch (ask) {
            case Ask.Decide decide -> {
                var key = decide.key();
                if (key != null) {
                    var holder = keys.getOrDefault(key.name(), new KeyClaim.Holder(decide.id(), key.requestDigest()));
                    answering.put(key.name(), holder);
                    want(wanted, holder.decision());
                }
            }
            case Ask.Settle settle -> want(wanted, settle.decision());
            case Ask.VoidHold voided -> want(wanted, voided.decision());
            case Ask.Expire unused -> {}
        }
        var due = ask instanceof Ask.Expire
                ? read.due().stream().map(hold -> holds.get(hold.decision())).toList()
                : List.<Hold>of();
        var terms = read.view().terms();
        var view = new View(terms, accounts, List.of(), Map.of(), JustRead.NOTHING, terms.revision());
        return new Prefetched(
                read.now(),
                read.nanos(),
                List.of(ask),
                view,
                answering,
                wanted,
                due,
                read.releasing(),
                read.prices(),
                read.costs(),
                given(answering),
                askers(ask),
                read.longestLife());
    }

    private void want(Map<UUID, Hold> wanted, UUID decision) {
        var hold = holds.get(decision);
        if (hold != null) {
            wanted.put(decision, hold);
        }
    }

    private Map<UUID, Given> given(Map<KeyClaim.Name, KeyClaim.Holder> answering) {
        var given = new HashMap<UUID, Given>();
        answering.values().forEach(holder -> {
            var first = made.get(holder.decision());
            if (first != null) {
                given.put(
                        holder.decision(),
                        (repeat, again) ->
                                again.verdict().equals(first.decision().verdict()));
            }
        });
        return given;
    }

    private Map<UUID, Asker> askers(Ask ask) {
        var decision = switch (ask) {
            case Ask.Settle settle -> settle.decision();
            case Ask.VoidHold voided -> voided.decision();
            case Ask.Decide decide -> decide.id();
            case Ask.Expire unused -> new UUID(0, 0);
        };
        var first = made.get(decision);
        return first == null || holds.containsKey(decision)
                ? Map.of()
                : Map.of(decision, first.ask().by());
    }

    private void apply(Batch batch) {
        var changed = new ArrayList<Account>();
        batch.deltas()
                .forEach((id, delta) ->
                        changed.add(Objects.requireNonNull(accounts.get(id)).after(delta)));
        accounts = accounts.with(changed);
        batch.made().forEach(hold -> holds.put(hold.decision(), hold));
        batch.changed().forEach(hold -> holds.put(hold.decision(), hold));
        for (var outcome : batch.outcomes()) {
            if (outcome instanceof Outcome.Made each) {
                note(each);
            }
        }
    }

    private void note(Outcome.Made decided) {
        var ask = decided.ask();
        made.put(ask.id(), decided);
        if (ask.key() != null) {
            keys.put(ask.key().name(), new KeyClaim.Holder(ask.id(), ask.key().requestDigest()));
        }
    }

    /** What advice is told rests on nothing. */
    private static boolean isSame(Outcome told, Outcome alone) {
        return switch (told) {
            case Outcome.Made one ->
                alone instanceof Outcome.Made other
                        && (!one.ask().call().question().options().holdsMoney()
                                || (isSame(
                                                one.decision().verdict(),
                                                other.decision().verdict())
                                        && Objects.equals(one.hold(), other.hold())
                                        && hard(other.lines())
                                                .entrySet()
                                                .containsAll(hard(one.lines()).entrySet())));
            case Outcome.Repeated one ->
                alone instanceof Outcome.Repeated other
                        && one.of().equals(other.of())
                        && one.isHeldAgain() == other.isHeldAgain()
                        && Objects.equals(one.hold(), other.hold());
            case Outcome.Ended one ->
                alone instanceof Outcome.Ended other
                        && one.isChanged() == other.isChanged()
                        && one.hold().equals(other.hold());
            case Outcome.Refused one -> alone instanceof Outcome.Refused other && one.why() == other.why();
            case Outcome.TooLate unused -> alone instanceof Outcome.TooLate;
            case Outcome.Expired one -> alone instanceof Outcome.Expired other && one.holds() == other.holds();
            case Outcome.Broke unused -> false;
        };
    }

    /** A denial names the budgets that are too tight; one that was soft when it was told may be hard now. */
    private static boolean isSame(Verdict told, Verdict alone) {
        return told instanceof Verdict.Deny ? alone instanceof Verdict.Deny : told.equals(alone);
    }

    /** Of hard accounts the figures, by id; without those that this node thought nobody had opened, on which nothing rests but a denial. */
    private static Map<Long, List<Object>> hard(List<AccountLine> lines) {
        var hard = new TreeMap<Long, List<Object>>();
        lines.stream()
                .filter(line -> line.figures().hard() && line.id() != 0)
                .forEach(line -> hard.put(
                        line.id(),
                        List.of(
                                line.figures().limit(),
                                line.figures().held(),
                                line.figures().spent(),
                                line.amount())));
        return hard;
    }

    private static SimFailure failure(Attempt attempt, Outcome told, Object alone) {
        return new SimFailure(
                "C8",
                "%s: %s was told%n %s%n and alone would be%n %s"
                        .formatted(attempt, World.word(told.ask()), shown(told), shown(alone)));
    }

    private static Object shown(Object outcome) {
        return outcome instanceof Outcome.Made made
                ? "%s, %s, %s".formatted(made.decision().verdict().word(), made.hold(), hard(made.lines()))
                : outcome;
    }
}
