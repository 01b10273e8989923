package dev.douane.service.cli.pack;

import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.coverage.ConditionCoverage;
import dev.douane.rules.coverage.Coverage;
import dev.douane.rules.coverage.RuleCoverage;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReport;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.validator.PackValidator;
import dev.douane.rules.worker.Task;
import dev.douane.service.cli.UnusableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compiles a pack, runs its scenarios and says what they cover.")
final class TestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK")
    private Path path = Path.of(".");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write JUnit XML.")
    private @Nullable Path junit;

    @Option(
            names = "--require-boundaries",
            description = "Fail where there is a condition without which no case would come out otherwise.")
    private boolean requireBoundaries;

    @Mixin
    private House house = new House();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws UnusableException {
        var groups = house.groups();
        var words = House.vocabulary(house.catalog(), groups);
        var pack = read();
        try {
            return print(Bounds.within(Task.PROVE, pack.reference(), () -> tested(pack, words, groups)));
        } catch (PackException e) {
            return print(Tested.refused(pack, e.problems()));
        }
    }

    /** What cannot be read is shown by whoever shows test results, too. */
    private Pack read() throws UnusableException {
        try {
            return Packs.read(path);
        } catch (UnusableException e) {
            writeJUnit(Tested.unreadable(path, e));
            throw e;
        }
    }

    private Tested tested(Pack pack, Vocabulary words, JurisdictionGroups groups) throws PackException {
        var validator = new PackValidator(words);
        var rules = validator.read(pack);
        var report = new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), groups).verify(pack, words);
        var coverage = Coverage.of(report, rules, validator.check(pack).values());
        return Tested.of(pack, report, coverage, requireBoundaries);
    }

    private void writeJUnit(Tested tested) throws UnusableException {
        if (junit != null) {
            Packs.write(junit, JUnitXml.of(tested, requireBoundaries).getBytes(StandardCharsets.UTF_8));
        }
    }

    private int print(Tested tested) throws UnusableException {
        writeJUnit(tested);
        var out = Out.of(spec);
        if (json) {
            out.println(Json.of(tested));
        } else {
            printText(out, tested);
        }
        return tested.passed() ? PackTool.OK : PackTool.FOUND;
    }

    private static void printText(PrintWriter out, Tested tested) {
        tested.problems().forEach(out::println);
        tested.cases().stream().filter(each -> !each.passed()).forEach(each -> {
            out.printf("%s: FAILED %s%n", each.place(), each.name());
            each.mismatches().forEach(line -> out.println("    " + line));
        });
        for (var rule : tested.rules()) {
            if (rule.firedBy().isEmpty()) {
                out.printf("%s is fired by no case: add one under tests/%n", rule.id());
            }
            rule.open()
                    .forEach(open -> out.printf(
                            "%s: %s: not covered: %s: %s%n",
                            open.place(), rule.id(), open.condition(), open.missing()));
        }
        out.printf(
                "%s: %d of %d cases passed, %d of %d rules fired, %d of %d conditions covered%n",
                tested.pack(),
                tested.cases().stream().filter(Tested.Case::passed).count(),
                tested.cases().size(),
                tested.rules().stream()
                        .filter(rule -> !rule.firedBy().isEmpty())
                        .count(),
                tested.rules().size(),
                tested.rules().stream()
                        .mapToInt(rule -> rule.conditions() - rule.open().size())
                        .sum(),
                tested.rules().stream().mapToInt(Tested.Rule::conditions).sum());
    }

    /**
     * What came of a pack's tests.
     *
     * @param problems what kept the tests from running at all
     */
    record Tested(String pack, boolean passed, List<String> problems, List<Case> cases, List<Rule> rules) {
        /** One scenario. */
        record Case(
                String file,
                int line,
                int column,
                String name,
                boolean passed,
                List<String> mismatches,
                List<String> fired) {
            /** {@code tests/eea.yaml:12:5}. */
            String place() {
                return new Place(file, line, column).toString();
            }
        }

        /**
         * How far the scenarios go for one rule.
         *
         * @param conditions how many it has
         * @param open those that are not covered; all others fire it in a case, and keep it from firing in another
         */
        record Rule(String id, List<String> firedBy, int conditions, List<Open> open) {}

        /**
         * A condition that is not covered, and why.
         *
         * @param line from 1; the row in a table
         * @param fires whether a case fires the rule because of it
         * @param misses whether a case misses the rule only because of it
         */
        record Open(
                String condition, String file, int line, int column, boolean fires, boolean misses, String missing) {
            /** {@code rules/eea.drl:12:5}. */
            String place() {
                return new Place(file, line, column).toString();
            }
        }

        static Tested of(Pack pack, PackReport report, List<RuleCoverage> coverage, boolean requireBoundaries) {
            var cases = report.results().stream()
                    .map(result -> new Case(
                            result.scenario().file(),
                            result.scenario().line(),
                            result.scenario().column(),
                            result.scenario().name(),
                            result.passed(),
                            result.mismatches(),
                            List.copyOf(result.fired())))
                    .toList();
            var rules = coverage.stream()
                    .map(rule -> new Rule(
                            rule.rule(),
                            rule.firedBy(),
                            rule.conditions().size(),
                            rule.open().stream().map(Tested::open).toList()))
                    .toList();
            boolean covered = rules.stream().allMatch(rule -> rule.open().isEmpty());
            return new Tested(
                    pack.reference(), report.passed() && (covered || !requireBoundaries), List.of(), cases, rules);
        }

        static Tested unreadable(Path path, UnusableException why) {
            return new Tested(path.toString(), false, List.of(String.valueOf(why.getMessage())), List.of(), List.of());
        }

        static Tested refused(Pack pack, List<PackProblem> problems) {
            return new Tested(
                    pack.reference(),
                    false,
                    problems.stream().map(Object::toString).toList(),
                    List.of(),
                    List.of());
        }

        private static Open open(ConditionCoverage condition) {
            var place = condition.place();
            return new Open(
                    condition.text(),
                    place.file(),
                    place.line(),
                    place.column(),
                    condition.fires(),
                    condition.misses(),
                    condition.missing());
        }
    }
}
