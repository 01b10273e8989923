package dev.douane.rules.drools;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Quarantine;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.validator.PackValidator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles rulesets with Drools' executable model.
 *
 * <p>One straight line: the packs' files → trees ({@link PackValidator}) → written anew ({@link WrittenRuleset}) → compiled ({@link RuleBuild}) →
 * held against what rules may reach and loaded ({@link FormReader}). What is compiled was written from trees that passed the validator.
 *
 * <p>Safe for use by many threads, which wait for each other: Drools keeps what it builds in one place of the JVM.
 */
public final class DroolsCompiler implements RuleCompiler {
    private final EngineLimits limits;
    private final PackValidator validator;
    private final @Nullable RulesetStore store;

    /** Compiles every time. */
    public DroolsCompiler(EngineLimits limits) {
        this(limits, (RulesetStore) null);
    }

    /**
     * Keeps what is compiled for the program itself to be shipped with, by no installation's key.
     *
     * @param program where to: a folder beside the program's jars
     * @param kept where rulesets are found that were laid into such a folder before
     */
    public static DroolsCompiler shipping(EngineLimits limits, Path program, Path kept) {
        return new DroolsCompiler(limits, new RulesetCache(program, RulesetMac.DIGEST, kept));
    }

    DroolsCompiler(EngineLimits limits, RulesetCache cache) {
        this(limits, new RulesetStore(limits, Quarantine.NONE, cache));
    }

    private DroolsCompiler(EngineLimits limits, @Nullable RulesetStore store) {
        this.limits = limits;
        this.validator = new PackValidator(Vocabulary.FIXED);
        this.store = store;
    }

    /** What compiled rules depend on besides their packs: another build must not run what this one compiled. */
    public static String build() {
        return BuildFingerprint.ofThisBuild();
    }

    /**
     * Compiles to bytes that {@link RulesetStore#keep} loads, in another process perhaps.
     *
     * @throws PackException as {@link #compile} does
     */
    public byte[] form(Ruleset ruleset) throws PackException {
        var written = WrittenRuleset.of(ruleset, validator);
        var compiled = compiled(written);
        var form = written(compiled);
        try {
            var unused = FormReader.read(ruleset, form);
            return form;
        } catch (UnsoundFormException e) {
            throw refused(written, compiled, e);
        }
    }

    @Override
    public DroolsRules compile(Ruleset ruleset) throws PackException {
        var found = store == null ? Optional.<DroolsRules>empty() : store.find(ruleset);
        if (found.isPresent()) {
            return found.get();
        }
        var written = WrittenRuleset.of(ruleset, validator);
        var compiled = compiled(written);
        try {
            var sound = FormReader.read(ruleset, written(compiled));
            var rules = FormReader.load(ruleset, sound, limits, Quarantine.NONE);
            return store == null ? rules : store.kept(ruleset, sound, rules);
        } catch (UnsoundFormException e) {
            throw refused(written, compiled, e);
        }
    }

    /** @throws OverLimit if it is more than a worker may answer, so that nothing is published which no worker could hand over */
    private static byte[] written(CompiledRuleset compiled) {
        var form = RulesetForm.write(compiled);
        Work.upTo(Limit.COMPILED_BYTES).spend(form.length);
        return form;
    }

    /** A pack that passes here comes into force there, so what would not is told now, of the rules it was compiled from. */
    private static PackException refused(WrittenRuleset written, CompiledRuleset compiled, UnsoundFormException fault) {
        return new PackException(written.ruleset().toString(), RulesOfClass.problems(written, compiled, fault));
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
        return new CompiledRuleset(parts, written.signatures());
    }
}
