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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles rulesets with Drools' executable model.
 *
 * <p>One straight line: the packs' files → DRL sources (tables expanded) → looked at ({@link DrlShape}) → compiled ({@link RuleBase}).
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

    private final EngineLimits limits;

    public DroolsCompiler(EngineLimits limits) {
        this.limits = limits;
    }

    @Override
    public DroolsRules compile(Ruleset ruleset) throws PackException {
        var problems = new ArrayList<PackProblem>();
        var sources = sources(ruleset, problems);
        var shape = new DrlShape(problems);
        sources.forEach(shape::check);
        refuseIf(ruleset, problems);
        var bases = new EnumMap<Stage, RuleBase>(Stage.class);
        for (var stage : Stage.values()) {
            var spoken =
                    sources.stream().filter(source -> source.stage() == stage).toList();
            var base = spoken.isEmpty() ? null : RuleBase.compile(spoken, DroolsCompiler::header, problems);
            if (base != null) {
                bases.put(stage, base);
            }
        }
        if (!problems.isEmpty()) {
            bases.values().forEach(RuleBase::close);
        }
        refuseIf(ruleset, problems);
        return new DroolsRules(ruleset, bases, limits);
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
