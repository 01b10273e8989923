package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Hold;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** C6: same key, same request, same decision; a new one only where the money of the old was given back or its hold has expired (decision 132). */
final class KeysCheck implements Check {
    private final Map<KeyClaim.Name, KeyClaim.Holder> keys = new HashMap<>();
    private final Map<UUID, Hold.Stage> stages = new HashMap<>();

    @Override
    public void committed(Attempt attempt) {
        for (var outcome : attempt.batch.outcomes()) {
            switch (outcome) {
                case Outcome.Made made -> {
                    made(attempt, made.ask());
                    if (made.hold() != null) {
                        stages.put(made.ask().id(), Hold.Stage.HELD);
                    }
                }
                case Outcome.Repeated again -> {
                    repeated(attempt, again);
                    note(again.hold());
                }
                case Outcome.Ended ended -> note(ended.hold());
                case Outcome.Expired unused ->
                    attempt.batch.changed().forEach(hold -> {
                        if (hold.stage() == Hold.Stage.EXPIRED) {
                            note(hold);
                        }
                    });
                case Outcome.Refused unused -> {}
                case Outcome.TooLate unused -> {}
                case Outcome.Broke broke -> throw new SimFailure("I", broke.cause());
            }
        }
    }

    private void note(Hold hold) {
        if (hold != null) {
            stages.put(hold.decision(), hold.stage());
        }
    }

    private void made(Attempt attempt, Ask.Decide ask) {
        var key = ask.key();
        if (key == null) {
            return;
        }
        var holder = keys.put(key.name(), new KeyClaim.Holder(ask.id(), key.requestDigest()));
        if (holder != null) {
            var stage = stages.get(holder.decision());
            var isGone = stage == Hold.Stage.VOIDED || stage == Hold.Stage.EXPIRED;
            if (!isGone || !holder.requestDigest().equals(key.requestDigest())) {
                throw failure(
                        attempt, ask, "is decided anew, and %s is %s".formatted(World.shown(holder.decision()), stage));
            }
        }
    }

    private void repeated(Attempt attempt, Outcome.Repeated again) {
        var key = again.ask().key();
        var holder = key == null ? null : keys.get(key.name());
        if (holder == null || !holder.equals(new KeyClaim.Holder(again.of(), key.requestDigest()))) {
            throw failure(
                    attempt, again.ask(), "is answered by %s, not by %s".formatted(World.shown(again.of()), holder));
        }
    }

    private static SimFailure failure(Attempt attempt, Ask.Decide ask, String what) {
        return new SimFailure("C6", "%s: %s %s".formatted(attempt, World.word(ask), what));
    }
}
