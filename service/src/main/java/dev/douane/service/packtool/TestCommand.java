package dev.douane.service.packtool;

import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReport;
import dev.douane.rules.pack.PackVerifier;
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

    @Mixin
    private House house = new House();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws UnusableException {
        var groups = house.groups();
        var pack = Packs.read(path);
        try {
            var report = new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), groups).verify(pack);
            return print(Tested.of(pack, report));
        } catch (PackException e) {
            return print(Tested.refused(pack, e.problems()));
        }
    }

    private int print(Tested tested) throws UnusableException {
        if (junit != null) {
            Packs.write(junit, JUnitXml.of(tested).getBytes(StandardCharsets.UTF_8));
        }
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
            out.printf("%s:%d: FAILED %s%n", each.file(), each.line(), each.name());
            each.mismatches().forEach(line -> out.println("    " + line));
        });
        for (var rule : tested.rules()) {
            if (rule.firedBy().isEmpty()) {
                out.printf("%s is fired by no case: add one under tests/%n", rule.id());
            }
        }
        out.printf(
                "%s: %d of %d cases passed, %d of %d rules fired%n",
                tested.pack(),
                tested.cases().stream().filter(Tested.Case::passed).count(),
                tested.cases().size(),
                tested.rules().stream()
                        .filter(rule -> !rule.firedBy().isEmpty())
                        .count(),
                tested.rules().size());
    }

    /**
     * What came of a pack's tests.
     *
     * @param problems what kept the tests from running at all
     */
    record Tested(String pack, boolean passed, List<String> problems, List<Case> cases, List<Rule> rules) {
        /** One scenario. */
        record Case(String file, int line, String name, boolean passed, List<String> mismatches, List<String> fired) {}

        /** A rule, and the names of the cases that fire it. */
        record Rule(String id, List<String> firedBy) {}

        static Tested of(Pack pack, PackReport report) {
            var cases = report.results().stream()
                    .map(result -> new Case(
                            result.scenario().file(),
                            result.scenario().line(),
                            result.scenario().name(),
                            result.passed(),
                            result.mismatches(),
                            List.copyOf(result.fired())))
                    .toList();
            var rules = report.coverage().entrySet().stream()
                    .map(rule -> new Rule(rule.getKey(), rule.getValue()))
                    .toList();
            return new Tested(pack.reference(), report.passed(), List.of(), cases, rules);
        }

        static Tested refused(Pack pack, List<PackProblem> problems) {
            return new Tested(
                    pack.reference(),
                    false,
                    problems.stream().map(Object::toString).toList(),
                    List.of(),
                    List.of());
        }
    }
}
