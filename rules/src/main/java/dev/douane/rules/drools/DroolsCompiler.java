package dev.douane.rules.drools;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.gate.PackGate;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles rulesets with Drools' executable model.
 *
 * <p>One straight line: the packs' files → trees ({@link PackGate}) → written anew ({@link WrittenRuleset}) → compiled ({@link RuleBuild}) →
 * loaded ({@link RuleBase}). There is no other way in: what is compiled, or found among what was compiled before, was written from trees
 * that passed the gate just now.
 *
 * <p>Safe for use by many threads, which wait for each other: Drools keeps what it builds in one place of the JVM.
 */
public final class DroolsCompiler implements RuleCompiler {
    private static final Logger LOG = System.getLogger(DroolsCompiler.class.getName());

    private final EngineLimits limits;
    private final PackGate gate;
    private final @Nullable RulesetCache cache;

    /** Compiles every time. */
    public DroolsCompiler(EngineLimits limits) {
        this(limits, (RulesetCache) null);
    }

    /**
     * Keeps what was compiled, so that the same ruleset is there at once after a restart, and takes what came with the program rather than compile it. Rules
     * may name any model, provider, tier and group: whether they are known is asked when a pack is published, so that a published ruleset does not break
     * when the catalog changes.
     *
     * @param cacheDirectory where to; made if it is not there. It holds code that will run: nobody else may write to it
     * @param key 32 bytes that vouch for what is kept: a file that was made without it is not used. It does not belong into the directory
     * @param shipped a folder of rulesets that were compiled with this very build; only read, and it need not be there
     */
    public DroolsCompiler(EngineLimits limits, Path cacheDirectory, byte[] key, Path shipped) {
        this(limits, new RulesetCache(cacheDirectory, Seal.by(key), shipped));
    }

    private DroolsCompiler(EngineLimits limits, Path program, Path kept) {
        this(limits, new RulesetCache(program, Seal.DIGEST, kept));
    }

    /**
     * Keeps what is compiled for the program itself to be shipped with, by no installation's key.
     *
     * @param program where to: a folder beside the program's jars
     * @param kept where rulesets are found that were laid into such a folder before
     */
    public static DroolsCompiler shipping(EngineLimits limits, Path program, Path kept) {
        return new DroolsCompiler(limits, program, kept);
    }

    DroolsCompiler(EngineLimits limits, @Nullable RulesetCache cache) {
        this.limits = limits;
        this.gate = new PackGate(Vocabulary.FIXED);
        this.cache = cache;
    }

    @Override
    public DroolsRules compile(Ruleset ruleset) throws PackException {
        var written = WrittenRuleset.of(ruleset, gate);
        var stored = cache == null ? null : fromCache(cache, written);
        if (stored != null) {
            return stored;
        }
        var compiled = compiled(written);
        try {
            var rules = new DroolsRules(written, compiled.load(), limits, false);
            if (cache != null) {
                cache.keep(written, rules);
                cache.store(written, compiled);
            }
            return rules;
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("rules that were just compiled cannot be loaded", e);
        }
    }

    private @Nullable DroolsRules fromCache(RulesetCache from, WrittenRuleset written) {
        var found = from.find(written);
        if (found.isEmpty()) {
            return null;
        }
        try {
            var rules = new DroolsRules(written, found.get().load(), limits, true);
            from.keep(written, rules);
            return rules;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "a stored ruleset cannot be loaded and is compiled again: {0}", e.toString());
            return null;
        }
    }

    /** The classes of what was written. */
    static CompiledRuleset compiled(WrittenRuleset written) throws PackException {
        var problems = new ArrayList<PackProblem>();
        var parts = new TreeMap<Part, RuleClasses>();
        written.byPart().forEach((part, packs) -> {
            var classes = RuleBuild.compile(packs, problems);
            if (classes != null) {
                parts.put(part, classes);
            }
        });
        if (!problems.isEmpty()) {
            throw new PackException(written.ruleset().toString(), problems);
        }
        return new CompiledRuleset(parts);
    }
}
