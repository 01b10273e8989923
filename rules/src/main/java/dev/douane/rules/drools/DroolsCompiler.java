package dev.douane.rules.drools;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles rulesets with Drools' executable model.
 *
 * <p>One straight line: the packs' files → DRL sources (tables expanded) → looked at ({@link DrlShape}) → compiled ({@link RuleBuild}) → loaded ({@link RuleBase}).
 * Whatever judges or rewrites what rules may say belongs between the second and the third step, where every rule, a table's too, is DRL
 * and nothing has been compiled yet.
 *
 * <p>Safe for use by many threads, which wait for each other: Drools keeps what it builds in one place of the JVM.
 */
public final class DroolsCompiler implements RuleCompiler {
    private static final String IMPORTS = Stream.of(
                    Call.class,
                    Caller.class,
                    Data.class,
                    Workload.class,
                    Budget.class,
                    Outage.class,
                    Value.class,
                    Clock.class)
            .map(fact -> "import " + fact.getName() + "; ")
            .collect(Collectors.joining());

    private static final Logger LOG = System.getLogger(DroolsCompiler.class.getName());

    private final EngineLimits limits;
    private final @Nullable RulesetCache cache;

    /** Compiles every time. */
    public DroolsCompiler(EngineLimits limits) {
        this(limits, (RulesetCache) null);
    }

    /**
     * Keeps what was compiled, so that the same ruleset is there at once after a restart.
     *
     * @param cacheDirectory where to; made if it is not there. It holds code that will run: nobody else may write to it
     */
    public DroolsCompiler(EngineLimits limits, Path cacheDirectory) {
        this(limits, new RulesetCache(cacheDirectory));
    }

    DroolsCompiler(EngineLimits limits, @Nullable RulesetCache cache) {
        this.limits = limits;
        this.cache = cache;
    }

    @Override
    public DroolsRules compile(Ruleset ruleset) throws PackException {
        var stored = cache == null ? null : fromCache(cache, ruleset);
        if (stored != null) {
            return stored;
        }
        var compiled = compiled(ruleset);
        try {
            var rules = new DroolsRules(ruleset, compiled.load(), limits);
            if (cache != null) {
                cache.store(ruleset, compiled);
            }
            return rules;
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("rules that were just compiled cannot be loaded", e);
        }
    }

    private @Nullable DroolsRules fromCache(RulesetCache from, Ruleset ruleset) {
        var found = from.find(ruleset);
        if (found.isEmpty()) {
            return null;
        }
        try {
            return new DroolsRules(ruleset, found.get().load(), limits);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "a stored ruleset cannot be loaded and is compiled again: {0}", e.toString());
            return null;
        }
    }

    private static CompiledRuleset compiled(Ruleset ruleset) throws PackException {
        var problems = new ArrayList<PackProblem>();
        var sources = sources(ruleset, problems);
        var shape = new DrlShape(problems);
        sources.forEach(shape::check);
        refuseIf(ruleset, problems);
        var parts = new TreeMap<Part, RuleClasses>();
        for (var part : sources.stream().map(DrlSource::part).collect(Collectors.toCollection(TreeSet::new))) {
            var spoken = sources.stream()
                    .filter(source -> source.part().equals(part))
                    .toList();
            var found = new ArrayList<PackProblem>();
            var classes = RuleBuild.compile(spoken, DroolsCompiler::header, found);
            if (classes != null) {
                parts.put(part, classes);
            } else if (!found.isEmpty()) {
                var rules = shape.rules().stream()
                        .filter(rule -> rule.source().part().equals(part))
                        .toList();
                var named = new Diagnosis(DroolsCompiler::header).of(rules);
                problems.addAll(named.isEmpty() ? found : named);
            }
        }
        refuseIf(ruleset, problems);
        return new CompiledRuleset(parts);
    }

    private static void refuseIf(Ruleset ruleset, List<PackProblem> problems) throws PackException {
        if (!problems.isEmpty()) {
            throw new PackException(ruleset.toString(), problems);
        }
    }

    private static List<DrlSource> sources(Ruleset ruleset, List<PackProblem> problems) {
        var sources = new ArrayList<DrlSource>();
        for (int place = 0; place < ruleset.entries().size(); place++) {
            var entry = ruleset.entries().get(place);
            for (var file : entry.pack().rules()) {
                sources.add(new DrlSource(place, entry, label(ruleset, entry, file), file, file.text()));
            }
            for (var file : entry.pack().tables()) {
                try {
                    sources.add(
                            new DrlSource(place, entry, label(ruleset, entry, file), file, DecisionTable.expand(file)));
                } catch (IllegalArgumentException e) {
                    problems.add(PackProblem.in(label(ruleset, entry, file), String.valueOf(e.getMessage())));
                }
            }
        }
        return sources;
    }

    /** A file's path; with its pack's name in front where the ruleset holds more than one. */
    private static String label(Ruleset ruleset, Ruleset.Entry entry, PackFile file) {
        return ruleset.entries().size() == 1
                ? file.path()
                : entry.pack().manifest().name() + "/" + file.path();
    }

    /** What stands before the rules of each file, on the line of their first, so that line numbers stay the author's. */
    private static String header(DrlSource source) {
        return "package %s; %sglobal %s decision; "
                .formatted(source.packageName(), IMPORTS, EffectSink.class.getName());
    }
}
