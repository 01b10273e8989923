package dev.douane.service.rulesets;

import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.WarmUp;
import dev.douane.service.packs.Packs;
import dev.douane.service.packworker.PackWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes a stored ruleset one that can be asked: tests its packs, compiles, warms up. Takes seconds. */
final class RulesetBuilder {
    private static final Logger LOG = Logger.getLogger(RulesetBuilder.class);

    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final RuleCompiler compiler;
    private final PackWorker worker;
    private @Nullable WarmUp warmUp;
    private final Set<String> kept =
            ConcurrentHashMap.newKeySet(); // digests of packs that keep their promises with this build

    RulesetBuilder(RuleCompiler compiler, PackWorker worker) {
        this.compiler = compiler;
        this.worker = worker;
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
            var unused = worker.prove(pack, words);
            kept.add(pack.digest());
        }
    }

    /**
     * As {@link #build}, each pack of it held against its scenarios first where this process has not done so yet.
     *
     * @throws PackException if one does not keep its promises
     */
    ActiveRuleset.Held buildTested(Rulesets.Stored stored) throws PackException {
        var warnings = new ArrayList<String>();
        for (var entry : stored.ruleset().entries()) {
            test(entry.pack()).ifPresent(warnings::add);
        }
        return build(stored, warnings);
    }

    /**
     * Tests a pack that was published before.
     *
     * @return what stricter checks have against a pack of an older level, for an operator; they keep nothing from being in force
     * @throws PackException if it does not keep its promises
     */
    private Optional<String> test(Pack pack) throws PackException {
        try {
            verify(pack, null);
            return Optional.empty();
        } catch (PackException e) {
            if (!isOfStricterChecks(pack, e)) {
                throw e;
            }
            var warning = "%s was accepted at level %d, and is not tested at level %d: %s"
                    .formatted(
                            pack.reference(),
                            pack.level(),
                            Pack.LEVEL,
                            e.problems().getFirst());
            LOG.warnf("%s (problems: %d)", warning, e.problems().size());
            return Optional.of(warning);
        }
    }

    /** A scenario of its day that is not read any more says nothing against a pack; one that is read and comes out otherwise does. */
    private static boolean isOfStricterChecks(Pack pack, PackException refused) {
        return pack.level() < Pack.LEVEL
                && refused.problems().stream()
                        .noneMatch(problem -> problem.code().equals(PackProblem.CASE));
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
        return build(stored, List.of());
    }

    private ActiveRuleset.Held build(Rulesets.Stored stored, List<String> warnings) throws PackException {
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
        return new ActiveRuleset.Held(
                stored.activation(),
                new InForce(stored.ref(), rules, stored.settings()),
                rules,
                warnings,
                stored.ruleset().entries().stream()
                        .collect(Collectors.toMap(entry -> entry.pack().reference(), Ruleset.Entry::modes)));
    }
}
