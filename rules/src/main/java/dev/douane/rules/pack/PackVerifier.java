package dev.douane.rules.pack;

import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds a pack against its own scenarios: compiled alone and enforced, each case must come out as promised, and each rule must be heard. */
public final class PackVerifier {
    static final Vocabulary ANY_WORDS = new Vocabulary(Map.of());

    private final RuleCompiler compiler;
    private final JurisdictionGroups groups;

    /** @param groups what jurisdiction groups the scenarios' rules may name */
    public PackVerifier(RuleCompiler compiler, JurisdictionGroups groups) {
        this.compiler = compiler;
        this.groups = groups;
    }

    /**
     * Compiles the pack and runs its scenarios. Takes seconds.
     *
     * @throws PackException if it does not compile or a scenario cannot be read; a scenario that fails is reported, not thrown
     */
    public PackReport verify(Pack pack) throws PackException {
        return verify(pack, ANY_WORDS);
    }

    /**
     * The same, and its cases say nothing that a call could not.
     *
     * @param words what calls may say
     * @throws PackException if it does not compile or a scenario cannot be read; a scenario that fails is reported, not thrown
     */
    public PackReport verify(Pack pack, Vocabulary words) throws PackException {
        var scenarios = new ScenarioReader(groups, words).read(pack);
        try (var rules = compiler.compile(Ruleset.enforcing(List.of(pack)))) {
            var runner = new ScenarioRunner(rules);
            return new PackReport(
                    pack,
                    rules.rules(),
                    results(scenarios, runner, rules.rules().size()));
        } catch (OverLimit e) {
            throw new PackException(pack.reference(), List.of(PackProblem.in("", "pack " + e.getMessage())));
        }
    }

    private static List<ScenarioResult> results(List<Scenario> scenarios, ScenarioRunner runner, int rules) {
        var work = Work.upTo(Limit.COVERAGE_WORK);
        var names = Work.upTo(Limit.COVERAGE_CHARS);
        var results = new ArrayList<ScenarioResult>();
        for (var scenario : scenarios) {
            work.spend(rules);
            var result = runner.run(scenario);
            work.spend(result.fired().size());
            names.spend((long) result.fired().size() * scenario.name().length());
            results.add(result);
        }
        return results;
    }
}
