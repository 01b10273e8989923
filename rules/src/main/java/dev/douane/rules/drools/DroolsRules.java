package dev.douane.rules.drools;

import dev.douane.rules.decide.Classification;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Ruleset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kie.api.KieBase;

/** A ruleset compiled by Drools. Safe for use by many threads. */
public final class DroolsRules implements CompiledRules {
    private final String digest;
    private final Map<Stage, SessionPool> pools = new EnumMap<>(Stage.class);
    private final List<RuleRef> rules;

    DroolsRules(Ruleset ruleset, Map<Stage, KieBase> bases, EngineLimits limits) {
        this.digest = ruleset.digest();
        var refs = new ArrayList<RuleRef>();
        bases.forEach((stage, base) -> {
            var signed = new SignedRules(base, stage, ruleset);
            signed.all().forEach(rule -> refs.add(rule.ref()));
            pools.put(stage, new SessionPool(signed, limits));
        });
        refs.sort(Comparator.comparing(RuleRef::id));
        this.rules = List.copyOf(refs);
    }

    @Override
    public Classification classify(Facts facts) {
        var effects = ask(Stage.CLASSIFY, facts);
        return effects.equals(Effects.NONE) ? Classification.NONE : new Classification(effects);
    }

    @Override
    public Effects evaluate(Facts facts) {
        return ask(Stage.EVALUATE, facts);
    }

    private Effects ask(Stage stage, Facts facts) {
        var pool = pools.get(stage);
        return pool == null ? Effects.NONE : pool.evaluate(facts);
    }

    /** What a session of that stage needs. */
    SignedRules signedAt(Stage stage) {
        return Objects.requireNonNull(pools.get(stage), "no pack speaks at this stage")
                .signed();
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
        pools.values().forEach(SessionPool::close);
    }
}
