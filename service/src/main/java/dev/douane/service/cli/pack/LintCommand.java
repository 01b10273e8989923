package dev.douane.service.cli.pack;

import dev.douane.rules.lint.Linter;
import dev.douane.rules.lint.Severity;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.validator.PackValidator;
import dev.douane.rules.worker.PackLint;
import dev.douane.rules.worker.Task;
import dev.douane.service.cli.UnusableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Checks every rule and table of a pack without compiling it. Codes: docs/governance/lint.md")
final class LintCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PACK")
    private List<Path> packs = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--sarif", paramLabel = "FILE", description = "Also write SARIF 2.1.0, for code review tools.")
    private @Nullable Path sarif;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "WARNING",
            description = "The least severity that gives exit code 1: error, warning (the default) or note.")
    private Severity failOn = Severity.WARNING;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description =
                    "The level of checks that a published pack was accepted under, as GET of its version tells: what is stricter since is a warning then. Default: that of today.")
    private int level = Pack.LEVEL;

    @Mixin
    private House house = new House();

    @Spec
    private @Nullable CommandSpec spec;

    /** What is printed as JSON. */
    private record Report(List<LintedPack> packs, long errors, long warnings, long notes) {}

    @Override
    public Integer call() throws UnusableException {
        if (level < Pack.FIRST_LEVEL || level > Pack.LEVEL) {
            throw new UnusableException("--level (%d) must be %d to %d".formatted(level, Pack.FIRST_LEVEL, Pack.LEVEL));
        }
        var groups = house.groups();
        var catalog = house.catalog();
        var vocabulary = House.vocabulary(catalog, groups);
        var lint = new PackLint(new PackValidator(vocabulary), new Linter(vocabulary, House.index(catalog, groups)));
        var linted = new ArrayList<LintedPack>();
        var unreadable = new ArrayList<String>();
        for (var path : packs) {
            try {
                linted.add(lint(path, lint));
            } catch (UnusableException e) {
                unreadable.add(String.valueOf(e.getMessage()));
                linted.add(LintedPack.unreadable(path, e));
            }
        }
        var report = new Report(
                linted, count(linted, Severity.ERROR), count(linted, Severity.WARNING), count(linted, Severity.NOTE));
        print(Out.of(spec), report);
        unreadable.forEach(Out.errors(spec)::println);
        if (sarif != null) {
            Packs.write(sarif, Sarif.of(linted).getBytes(StandardCharsets.UTF_8));
        }
        if (!unreadable.isEmpty()) {
            return PackTool.UNUSABLE;
        }
        boolean failed = findings(linted).anyMatch(finding -> finding.level().compareTo(failOn) <= 0);
        return failed ? PackTool.FOUND : PackTool.OK;
    }

    private LintedPack lint(Path path, PackLint lint) throws UnusableException {
        var pack = Packs.read(path).at(level);
        try {
            return Bounds.within(Task.LINT, pack.reference(), () -> LintedPack.of(path, pack, lint.check(pack)));
        } catch (PackException e) {
            return LintedPack.refused(path, pack, e.problems());
        }
    }

    private static Stream<LintedPack.Found> findings(List<LintedPack> linted) {
        return linted.stream().flatMap(pack -> pack.findings().stream());
    }

    private static long count(List<LintedPack> linted, Severity severity) {
        return findings(linted).filter(finding -> finding.level() == severity).count();
    }

    private void print(PrintWriter out, Report report) {
        if (json) {
            out.println(Json.of(report));
            return;
        }
        for (var pack : report.packs()) {
            if (pack.findings().stream().anyMatch(finding -> finding.code().equals(LintedPack.UNREADABLE))) {
                continue; // standard error says what is wrong with it
            }
            pack.findings().forEach(finding -> out.println(finding.text(pack.path())));
            out.printf(
                    "%s: %d rules, %s%n",
                    pack.pack(),
                    pack.rules(),
                    pack.findings().isEmpty()
                            ? "nothing found"
                            : pack.findings().size() + " found");
        }
    }
}
