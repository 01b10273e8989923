package dev.douane.rules.drools;

import dev.douane.rules.pack.Quarantine;
import dev.douane.rules.pack.Ruleset;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Rulesets that were compiled, here or elsewhere. It loads what was compiled and compiles nothing, and reads nothing that a pack says.
 *
 * <p>Safe for use by many threads.
 */
public final class RulesetStore {
    private static final Logger LOG = System.getLogger(RulesetStore.class.getName());

    private final EngineLimits limits;
    private final RulesetCache cache;
    private final Quarantine quarantine;

    /**
     * Finds again what was kept, and what came with the program.
     *
     * @param quarantine of packs that are only observed
     * @param directory where to keep; made if it is not there. It holds code that will run: nobody else may write to it
     * @param key 32 bytes that vouch for what is kept: a file that was made without it is not used. It does not belong into the directory
     * @param shipped a folder of rulesets that were compiled with this very build; only read, and it need not be there
     */
    public RulesetStore(EngineLimits limits, Quarantine quarantine, Path directory, byte[] key, Path shipped) {
        this(limits, quarantine, new RulesetCache(directory, RulesetMac.by(key), shipped));
    }

    RulesetStore(EngineLimits limits, Quarantine quarantine, RulesetCache cache) {
        this.limits = limits;
        this.quarantine = quarantine;
        this.cache = cache;
    }

    /** The ruleset, where this very build compiled it before. */
    public Optional<DroolsRules> find(Ruleset ruleset) {
        var found = cache.find(ruleset);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            var rules = new DroolsRules(ruleset, found.get(), limits, true, quarantine);
            cache.keep(ruleset, rules);
            return Optional.of(rules);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "a stored ruleset cannot be loaded and is compiled again: {0}", e.toString());
            return Optional.empty();
        }
    }

    /**
     * Loads what was compiled elsewhere, and keeps it.
     *
     * @param form as {@link DroolsCompiler#form} makes it; it is believed nothing
     * @throws UnsoundFormException if it is no form of that ruleset; nothing of it was run then
     */
    public DroolsRules keep(Ruleset ruleset, byte[] form) throws UnsoundFormException {
        var compiled = FormReader.read(ruleset, form);
        return kept(ruleset, compiled, FormReader.load(ruleset, compiled, limits, quarantine));
    }

    /** Keeps what was compiled and loaded here. */
    DroolsRules kept(Ruleset ruleset, CompiledRuleset compiled, DroolsRules rules) {
        cache.keep(ruleset, rules);
        cache.store(ruleset, compiled);
        return rules;
    }
}
