package dev.douane.service.rulesets;

import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.WarmUp;
import dev.douane.service.packs.Packs;
import dev.douane.service.proving.Lane;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes a stored ruleset one that can be asked: tests its packs, compiles, warms up. Takes seconds. */
final class RulesetBuilder {
    private static final Logger LOG = Logger.getLogger(RulesetBuilder.class);

    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final RuleCompiler compiler;
    private final Lane lane;
    private @Nullable WarmUp warmUp;
    private final Set<String> kept =
            ConcurrentHashMap.newKeySet(); // digests of packs that keep their promises with this build

    RulesetBuilder(RuleCompiler compiler, Lane lane) {
        this.compiler = compiler;
        this.lane = lane;
    }

    /** The pack was held against its scenarios elsewhere, with this very build. */
    void holdsItsPromises(Pack pack) {
        kept.add(pack.digest());
    }

    /**
     * Holds a pack against its scenarios, where this process has not done so yet.
     *
     * @param words for one that is new: what it may name; null for one that was published before
     * @throws PackException naming each failing scenario, and each rule that none fires
     */
    void verify(Pack pack, @Nullable Vocabulary words) throws PackException {
        if (!kept.contains(pack.digest())) {
            var unused = lane.prove(pack, words);
            kept.add(pack.digest());
        }
    }

    /**
     * As {@link #build}, each pack of it held against its scenarios first where this process has not done so yet.
     *
     * @throws PackException if one does not keep its promises
     */
    ActiveRuleset.Held buildTested(Rulesets.Stored stored) throws PackException {
        for (var entry : stored.ruleset().entries()) {
            verify(entry.pack(), null);
        }
        return build(stored);
    }

    /** By the scenarios of the program's own packs, since no other is read here. Whatever goes wrong is no reason to be without rules. */
    private int warmedUp(Rulesets.Stored stored, CompiledRules rules) {
        var began = System.nanoTime();
        try {
            var asks = warmUp == null ? new WarmUp(JurisdictionsReader.shipped(), Packs.shipped()) : warmUp;
            warmUp = asks;
            return asks.run(rules, () -> System.nanoTime() - began < WARM_UP.toNanos());
        } catch (PackException | RuntimeException e) {
            LOG.warnf("ruleset %d is not warmed up: %s", stored.ref().number(), e.getMessage());
            return 0;
        }
    }

    /** @throws PackException if the packs do not compile together */
    ActiveRuleset.Held build(Rulesets.Stored stored) throws PackException {
        LOG.infof("preparing ruleset %d: %s", stored.ref().number(), stored.ruleset());
        var began = System.nanoTime();
        var rules = compiler.compile(stored.ruleset());
        var compiled = System.nanoTime();
        int calls = warmedUp(stored, rules);
        LOG.infof(
                "ruleset %d %s after %d ms and warmed up by %d calls in %d ms",
                stored.ref().number(),
                rules.isFromBefore() ? "was compiled before; it is loaded" : "is compiled",
                TimeUnit.NANOSECONDS.toMillis(compiled - began),
                calls,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - compiled));
        return new ActiveRuleset.Held(stored.activation(), new InForce(stored.ref(), rules, stored.settings()), rules);
    }
}
