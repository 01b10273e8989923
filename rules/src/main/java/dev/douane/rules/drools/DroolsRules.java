package dev.douane.rules.drools;

import dev.douane.rules.call.Caller;
import dev.douane.rules.decide.Classification;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.decide.Rules;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Quarantine;
import dev.douane.rules.pack.Ruleset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A ruleset compiled by Drools. Safe for use by many threads. */
public final class DroolsRules implements CompiledRules {
    private final String digest;
    private final boolean fromBefore;
    private final Map<Stage, SessionPool> together = new EnumMap<>(Stage.class);
    private final Map<Stage, List<ApartPack>> apart = new EnumMap<>(Stage.class);
    private final List<RuleRef> rules;
    private final Quarantine quarantine;

    /**
     * Loads what was compiled.
     *
     * @param fromBefore whether it was compiled before and kept
     * @param quarantine of packs that are only observed, and where it is told that one was too much work
     * @throws ReflectiveOperationException if its classes are not what Drools writes
     * @throws LinkageError if they were compiled against something else
     */
    DroolsRules(
            Ruleset ruleset, CompiledRuleset compiled, EngineLimits limits, boolean fromBefore, Quarantine quarantine)
            throws ReflectiveOperationException {
        this.digest = ruleset.digest();
        this.fromBefore = fromBefore;
        this.quarantine = quarantine;
        var refs = new ArrayList<RuleRef>();
        compiled.load().forEach((part, base) -> {
            var signed = new SignedRules(base, part.stage(), compiled.signatures());
            signed.all().forEach(rule -> refs.add(rule.ref()));
            var pool = new SessionPool(signed, limits);
            if (part.isTogether()) {
                together.put(part.stage(), pool);
            } else {
                var entry = ruleset.entries().get(part.place());
                apart.computeIfAbsent(part.stage(), stage -> new ArrayList<>())
                        .add(new ApartPack(pool, entry.modes(), entry.pack().reference(), quarantine));
            }
        });
        this.rules = refs.stream()
                .distinct() // ways of one rule sign alike
                .sorted(Comparator.comparing(RuleRef::id))
                .toList();
    }

    @Override
    public Rules forCall(Caller caller, Instant at) {
        if (apart.isEmpty()) {
            return this;
        }
        return new Rules() {
            @Override
            public Classification classify(Facts facts) {
                return classification(ask(Stage.CLASSIFY, facts, caller, at));
            }

            @Override
            public Effects evaluate(Facts facts) {
                return ask(Stage.EVALUATE, facts, caller, at);
            }
        };
    }

    /** Asked without a time, every date of a mode counts as passed: the stricter case. */
    @Override
    public Classification classify(Facts facts) {
        return classification(ask(Stage.CLASSIFY, facts, facts.caller(), Instant.MAX));
    }

    /** As for {@link #classify}. */
    @Override
    public Effects evaluate(Facts facts) {
        return ask(Stage.EVALUATE, facts, facts.caller(), Instant.MAX);
    }

    private static Classification classification(Effects effects) {
        return effects.equals(Effects.NONE) ? Classification.NONE : new Classification(effects);
    }

    private Effects ask(Stage stage, Facts facts, Caller caller, Instant at) {
        var pool = together.get(stage);
        var effects = pool == null ? Effects.NONE : askTogether(pool, facts);
        var alone = apart.getOrDefault(stage, List.of());
        if (alone.isEmpty()) {
            return effects;
        }
        var room = new ReasonRoom();
        room.takes(effects, Fired.Mode.ENFORCE);
        for (var pack : alone) {
            effects = effects.plus(pack.ask(facts, caller, at, room));
        }
        return effects;
    }

    private Effects askTogether(SessionPool pool, Facts facts) {
        try {
            return pool.evaluate(facts);
        } catch (RuleFailure failure) {
            rules.stream()
                    .filter(rule -> rule.id().equals(failure.rule()))
                    .findFirst()
                    .ifPresent(rule -> quarantine.note(failure, rule.pack(), Fired.Mode.ENFORCE, facts));
            throw failure;
        }
    }

    /** The rules of each rule base, in no order. */
    List<SignedRules> signed() {
        return Stream.concat(
                        together.values().stream(),
                        apart.values().stream().flatMap(packs -> packs.stream().map(ApartPack::pool)))
                .map(SessionPool::signed)
                .toList();
    }

    /** What a session of that stage needs, for the packs that are enforced for whoever asks. */
    SignedRules signedAt(Stage stage) {
        return Objects.requireNonNull(together.get(stage), "no pack speaks at this stage")
                .signed();
    }

    @Override
    public boolean isFromBefore() {
        return fromBefore;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public List<RuleRef> rules() {
        return rules;
    }

    @Override
    public void close() {
        together.values().forEach(SessionPool::close);
        apart.values().forEach(packs -> packs.forEach(pack -> pack.pool().close()));
    }
}
