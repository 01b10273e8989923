package dev.douane.rules.ledger;

import dev.douane.rules.decide.Admission;
import dev.douane.rules.terms.MatchedAccount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call of the core: what its asks have come to so far. */
final class Deciding {
    private final Prefetched in;
    private final WorkingAccounts accounts;
    private final WorkingKeys keys;
    private final CallAdmission admission;
    private final HoldRules rules;

    /** As they stand, both those that were read and those that were made here. */
    private final Map<UUID, Hold> holds;

    private final Map<UUID, Outcome.Made> made = new LinkedHashMap<>();
    private final Map<UUID, Hold> changed = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Decided.Opening> toOpen = new ArrayList<>();
    private final List<Decided.Opening> overBudget = new ArrayList<>();
    private final List<Long> awaited = new ArrayList<>();

    Deciding(Prefetched in) {
        this.in = in;
        accounts = new WorkingAccounts(in.view());
        keys = new WorkingKeys(in.keys());
        admission = new CallAdmission(accounts, in.view().terms(), in.costs());
        rules = new HoldRules(in.now(), in.longestLife(), in.prices());
        holds = new HashMap<>(in.holds());
        in.due().forEach(hold -> holds.putIfAbsent(hold.decision(), hold));
    }

    Decided decided() {
        var outcomes = new ArrayList<Outcome>(in.asks().size());
        for (var ask : in.asks()) {
            outcomes.add(outcome(ask));
        }
        var needs = needs();
        return needs.isNothing()
                ? new Decided.Done(new Batch(
                        outcomes,
                        made.values().stream()
                                .<Hold>mapMulti((each, holding) -> {
                                    if (each.hold() != null) {
                                        holding.accept(each.hold());
                                    }
                                })
                                .toList(),
                        List.copyOf(changed.values()),
                        entries,
                        accounts.deltas(),
                        accounts.unchanged(),
                        keys.passedOn(),
                        keys.givenUp()))
                : needs;
    }

    private Decided.Needs needs() {
        awaited.addAll(accounts.awaited());
        var revision = in.view().revisionRead();
        if (revision != null && revision != in.view().terms().revision()) {
            toOpen.addAll(overBudget);
        }
        return new Decided.Needs(
                accounts.unread(),
                toOpen,
                revision == null && !overBudget.isEmpty(),
                awaited.stream().max(Long::compare).orElse(null));
    }

    /** Each ask moves money at the end of its work and all at once, so what breaks leaves nothing behind. */
    private Outcome outcome(Ask ask) {
        try {
            return switch (ask) {
                case Ask.Decide decide -> decided(decide);
                case Ask.Settle settle ->
                    ended(
                            settle,
                            settle.decision(),
                            settle.mover(),
                            hold -> rules.settled(hold, settle.settlement(), settle.mover()));
                case Ask.VoidHold voided ->
                    ended(voided, voided.decision(), voided.mover(), hold -> rules.voided(hold, voided.mover()));
                case Ask.Expire expire -> expired(expire);
            };
        } catch (RuntimeException e) {
            notMade(ask);
            return new Outcome.Broke(ask, e);
        }
    }

    private void notMade(Ask ask) {
        if (ask instanceof Ask.Decide decide && decide.key() != null) {
            keys.notMade(decide.key(), decide.id());
        }
    }

    // --- calls

    private Outcome decided(Ask.Decide ask) {
        if (ask.until().isPast(in.now(), in.nanos())) {
            notMade(ask);
            return new Outcome.TooLate(ask);
        }
        var key = ask.key();
        return key == null || keys.isFreeFor(key, ask.id()) ? anew(ask) : again(ask, key);
    }

    private Outcome anew(Ask.Decide ask) {
        accounts.takeUnopened(); // of whoever broke
        var outcome = admission.decided(ask);
        noteUnopened(ask, outcome.admission());
        var hold = outcome.hold();
        if (hold != null) {
            move(List.of(held(hold, ask.by())));
            holds.put(hold.decision(), hold);
        }
        made.put(ask.id(), outcome);
        if (ask.key() != null) {
            keys.answeredBy(ask.key(), ask.id());
        }
        return outcome;
    }

    private static Entry held(Hold hold, Asker by) {
        return new Entry(
                Entry.Kind.HOLD,
                by.key(),
                hold.decision(),
                hold.parts().stream()
                        .map(part ->
                                new Entry.Posting(part.account(), part.amount().nanos(), 0))
                        .toList());
    }

    /**
     * A call that does not fit needs no account opened to be told so, as long as that would be opened with the terms that this node knows: the amount is all it
     * has. Where the budgets had no say, none is needed.
     */
    private void noteUnopened(Ask.Decide ask, Admission said) {
        var unopened = accounts.takeUnopened();
        if (unopened.isEmpty()) {
            return;
        }
        var opening = new Decided.Opening(ask, unopened);
        switch (said) {
            case Admission.Carried unused -> toOpen.add(opening);
            case Admission.OverBudget unused -> {
                var beginFull = unopened.stream().allMatch(MatchedAccount::beginsWithTheAmount);
                (beginFull ? overBudget : toOpen).add(opening);
            }
            case Admission.NothingToCarry unused -> {}
        }
    }

    /**
     * Answers what was answered before, if that is still true. An answer whose money is gone, because it was given back or the hold has expired, is only given
     * again where the money can be set aside again and the call would get the same answer were it decided now.
     */
    private Outcome again(Ask.Decide ask, KeyClaim key) {
        var holder = keys.holder(key);
        if (!holder.requestDigest().equals(key.requestDigest())) {
            return new Outcome.Refused(ask, Refusal.KEY_OF_ANOTHER_REQUEST, "");
        }
        var first = holder.decision();
        var given = given(first);
        if (given == null) {
            return new Outcome.Repeated(
                    ask, first, false, null, List.of()); // not true before the slot it waits for is committed
        }
        var hold = holds.get(first);
        if (hold == null) {
            return new Outcome.Repeated(ask, first, false, null, List.of());
        }
        return switch (hold.stage()) {
            case SETTLED -> new Outcome.Repeated(ask, first, false, hold, List.of());
            case HELD -> new Outcome.Repeated(ask, first, false, hold.isDue(in.now()) ? putOff(hold) : hold, List.of());
            case VOIDED, EXPIRED -> heldAgain(ask, given, hold);
        };
    }

    private Hold putOff(Hold due) {
        return change(rules.putOff(due));
    }

    private Outcome heldAgain(Ask.Decide ask, Given given, Hold hold) {
        var same = admission.decidedTheSame(ask, given, hold);
        accounts.takeUnopened(); // the accounts of a hold that is taken again are open
        if (same.isEmpty()) {
            return anew(ask);
        }
        var moved = rules.heldAgain(hold, ask.by().mover());
        move(List.of(moved.entry()));
        return new Outcome.Repeated(
                ask, hold.decision(), true, change(moved.hold()), admission.standing(ask, same.get()));
    }

    /** What a decision was answered; null where it is under way, so that its answer cannot be read. */
    private @Nullable Given given(UUID decision) {
        var here = made.get(decision);
        if (here != null) {
            return (repeat, again) -> again.equals(here.decision());
        }
        var recorded = in.given().get(decision);
        if (recorded == null && !isUnderWay(decision)) {
            throw new IllegalStateException(
                    "decision (%s) of an idempotency key is not in the log".formatted(decision));
        }
        return recorded;
    }

    // --- ends of holds

    private Outcome ended(Ask ask, UUID decision, Mover mover, Function<Hold, Ruling> change) {
        var hold = holds.get(decision);
        if (hold == null) {
            return new Outcome.Refused(ask, withoutHold(decision, mover), "");
        }
        if (!mover.mayMove(hold.owner())) {
            return new Outcome.Refused(ask, Refusal.NO_SUCH_DECISION, "");
        }
        return switch (change.apply(hold)) {
            case Ruling.Refused(var why, var about) -> new Outcome.Refused(ask, why, about);
            case Ruling.AsItWas() -> new Outcome.Ended(ask, hold, false, null);
            case Ruling.Moved(var after, var entry) -> {
                var observed = observed(after);
                move(List.of(entry));
                yield new Outcome.Ended(ask, change(after), true, observed);
            }
        };
    }

    /** What a call used tells what the next of its kind will use. */
    private Outcome.@Nullable Observed observed(Hold hold) {
        var usage = hold.usage();
        if (hold.stage() != Hold.Stage.SETTLED || usage == null) {
            return null;
        }
        var call = hold.call();
        var model = in.prices().model(call.catalog(), hold.state().settlement().servedBy(hold));
        return model == null ? null : new Outcome.Observed(model, usage.output(), call.completions());
    }

    private Refusal withoutHold(UUID decision, Mover mover) {
        var here = made.get(decision);
        var asker = here == null ? in.askers().get(decision) : here.ask().by();
        if (asker == null) {
            isUnderWay(decision);
            return Refusal.NO_SUCH_DECISION;
        }
        return mover.mayMove(asker) ? Refusal.NOTHING_HELD : Refusal.NO_SUCH_DECISION;
    }

    /** Whether a batch under way makes this decision; that is waited for then, since nobody can read the decision before. */
    private boolean isUnderWay(UUID decision) {
        for (var pending : in.view().underWay()) {
            if (pending.decisions().contains(decision)) {
                awaited.add(pending.slot());
                return true;
            }
        }
        return false;
    }

    private Outcome expired(Ask.Expire ask) {
        var ends = new ArrayList<Ruling.Moved>();
        for (var due : in.due()) {
            if (rules.expired(holds.getOrDefault(due.decision(), due), in.releasing()) instanceof Ruling.Moved ended) {
                ends.add(ended);
            }
        }
        move(ends.stream().map(Ruling.Moved::entry).toList());
        ends.forEach(ended -> change(ended.hold()));
        return new Outcome.Expired(ask, ends.size());
    }

    // --- what all of them do

    private void move(List<Entry> moved) {
        accounts.move(moved);
        entries.addAll(moved);
    }

    private Hold change(Hold hold) {
        holds.put(hold.decision(), hold);
        changed.put(hold.decision(), hold);
        return hold;
    }
}
