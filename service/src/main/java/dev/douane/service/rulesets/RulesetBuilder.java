package dev.douane.service.rulesets;

import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.WarmUp;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Makes a stored ruleset one that can be asked: tests its packs, compiles, warms up. Takes seconds. */
final class RulesetBuilder {
    private static final Logger LOG = Logger.getLogger(RulesetBuilder.class);

    private final RuleCompiler compiler;
    private final PackVerifier verifier;
    private final WarmUp warmUp = new WarmUp(JurisdictionsReader.shipped());
    private final Set<String> kept =
            ConcurrentHashMap.newKeySet(); // digests of packs that keep their promises with this build

    RulesetBuilder(RuleCompiler compiler) {
        this.compiler = compiler;
        this.verifier = new PackVerifier(compiler, JurisdictionsReader.shipped());
    }

    /** The pack was held against its scenarios elsewhere, with this very build. */
    void holdsItsPromises(Pack pack) {
        kept.add(pack.digest());
    }

    /** @throws PackException naming each failing scenario, and each rule that none fires */
    void verify(Pack pack) throws PackException {
        if (!kept.contains(pack.digest())) {
            var problems = verifier.verify(pack).problems();
            if (!problems.isEmpty()) {
                throw new PackException(pack.reference(), problems);
            }
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
            verify(entry.pack());
        }
        return build(stored);
    }

    /** Scenarios that an earlier version read and this one does not are no reason to be without rules. */
    private int warmedUp(Rulesets.Stored stored, CompiledRules rules) {
        try {
            return warmUp.run(stored.ruleset(), rules);
        } catch (PackException e) {
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
