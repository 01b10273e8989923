package dev.douane.rules.drools;

import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.limits.Limit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;

/**
 * A session that stays: facts go in, rules fire, facts go out again. Serves one call at a time, and none after a failure.
 *
 * <p>Not safe for use by several threads at once; may be handed from one to another.
 */
final class RuleSession implements AutoCloseable {
    private final SignedRules signed;
    private final EngineLimits limits;
    private final EffectSink sink = new EffectSink();
    private final List<FactHandle> inserted = new ArrayList<>();
    private final List<SignedRule> fired = new ArrayList<>();
    private long[] effectsBefore = new long[16]; // of each of those that fired
    private final UsedFacts seen;
    private final KieSession session;

    RuleSession(SignedRules signed, EngineLimits limits) {
        this.signed = signed;
        this.limits = limits;
        this.seen = signed.seen();
        // never ThreadSafeOption.NO, though one thread at a time is here: Drools then keeps a firing rule's facts and
        // globals in the rule,
        // which all sessions share, and one call's effects reach another call
        session = signed.base().newKieSession();
        session.setGlobal("decision", sink);
        session.addEventListener(new DefaultAgendaEventListener() {
            @Override
            public void beforeMatchFired(BeforeMatchFiredEvent event) {
                var match = event.getMatch();
                var rule = signed.of(match.getRule());
                fires(rule);
                sink.speaks(rule, match);
            }
        });
    }

    /**
     * What the rules say to these facts.
     *
     * @throws RuleFailure if a rule threw or too many fired; the session must then be closed
     */
    Effects evaluate(Facts facts) {
        sink.begin(facts);
        fired.clear();
        try {
            insert(facts);
            if (session.fireAllRules(limits.firingsMax() + 1) > limits.firingsMax()) {
                throw RuleFailure.tooManyFirings(firedMost(), limits.firingsMax());
            }
            var effects = sink.end();
            takeBack();
            return effects;
        } catch (RuleFailure failure) {
            throw failure;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            if (sink.isOverfull()) {
                throw RuleFailure.tooManyEffects(hadMostEffects(), Limit.EFFECTS.most());
            }
            if (sink.isOverlong()) {
                throw RuleFailure.tooLongReasons(sink.shares().largest(), Limit.REASON_CHARS.most());
            }
            throw Failures.of(e, sink.speaking(), signed);
        }
    }

    private void fires(SignedRule rule) {
        if (fired.size() == effectsBefore.length) {
            effectsBefore = Arrays.copyOf(effectsBefore, 2 * effectsBefore.length);
        }
        effectsBefore[fired.size()] = sink.effects();
        fired.add(rule);
    }

    private String hadMostEffects() {
        var shares = new Shares();
        for (int i = 0; i < fired.size(); i++) {
            long after = i + 1 < fired.size() ? effectsBefore[i + 1] : sink.effects();
            shares.add(fired.get(i).ref(), after - effectsBefore[i]);
        }
        return shares.largest();
    }

    /** Not the rule that fired last: that one may be another pack's. */
    private String firedMost() {
        var shares = new Shares();
        fired.forEach(rule -> shares.add(rule.ref(), 1));
        return shares.largest();
    }

    /** Facts that no rule looks at stay outside: putting one in and taking it back costs as much as evaluating several rules. */
    private void insert(Facts facts) {
        insert(seen.call(), facts.call());
        insert(seen.caller(), facts.caller());
        insert(seen.data(), facts.data());
        insert(seen.workload(), facts.workload());
        for (var budget : facts.budgets()) {
            insert(seen.budgets(), budget);
        }
        for (var outage : facts.outages()) {
            insert(seen.outages(), outage);
        }
        insert(seen.value(), facts.value());
        insert(seen.clock(), facts.clock());
    }

    private void insert(boolean isSeen, Object fact) {
        if (isSeen) {
            inserted.add(session.insert(fact));
        }
    }

    private void takeBack() {
        for (int i = inserted.size() - 1; i >= 0; i--) {
            session.delete(inserted.get(i));
        }
        inserted.clear();
    }

    @Override
    public void close() {
        session.dispose();
    }
}
