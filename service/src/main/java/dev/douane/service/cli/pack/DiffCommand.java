package dev.douane.service.cli.pack;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.diff.DiffText;
import dev.douane.rules.diff.PackDiff;
import dev.douane.rules.diff.ParameterChange;
import dev.douane.rules.diff.RuleChangeKind;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.validator.PackValidator;
import dev.douane.rules.worker.Task;
import dev.douane.service.cli.UnusableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Says what a new version of a pack changes: rules added, removed, narrowed, widened, reworded; effects and parameters.")
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE")
    private Path before = Path.of(".");

    @Parameters(index = "1", paramLabel = "AFTER")
    private Path after = Path.of(".");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--exit-code", description = "Exit with 1 where anything changed.")
    private boolean exitCode;

    @Mixin
    private House house = new House();

    @Spec
    private @Nullable CommandSpec spec;

    /** What is printed as JSON. */
    private record Diff(
            String before,
            String after,
            List<Change> rules,
            List<ParameterChange> parameters,
            List<ParameterChange> manifest) {
        static Diff of(PackDiff diff) {
            return new Diff(
                    diff.before(),
                    diff.after(),
                    diff.rules().stream()
                            .map(change -> new Change(
                                    change.id(),
                                    change.kinds().stream()
                                            .map(RuleChangeKind::word)
                                            .toList(),
                                    change.before() == null ? null : Rule.of(change.before()),
                                    change.after() == null ? null : Rule.of(change.after())))
                            .toList(),
                    diff.parameters(),
                    diff.manifest());
        }
    }

    private record Change(
            String rule,
            List<String> kinds,
            @Nullable Rule before,
            @Nullable Rule after) {}

    private record Rule(String name, String reason, List<String> cites, List<String> when, List<String> then) {
        static Rule of(RuleTree rule) {
            return new Rule(
                    rule.name(),
                    rule.reason(),
                    rule.cites(),
                    rule.when().stream().map(RuleText::of).toList(),
                    rule.then().stream().map(RuleText::of).toList());
        }
    }

    @Override
    public Integer call() throws UnusableException {
        var vocabulary = House.vocabulary(house.catalog(), house.groups());
        var diff = diff(Packs.read(before), Packs.read(after), vocabulary);
        var out = Out.of(spec);
        if (json) {
            out.println(Json.of(Diff.of(diff)));
        } else {
            out.print(DiffText.of(diff));
        }
        return exitCode && !diff.isEmpty() ? PackTool.FOUND : PackTool.OK;
    }

    private static PackDiff diff(Pack before, Pack after, Vocabulary vocabulary) throws UnusableException {
        try {
            return Bounds.within(
                    Task.CHECK,
                    after.reference(),
                    () -> PackDiff.of(side(before, vocabulary), side(after, vocabulary), new Prover(vocabulary)));
        } catch (PackException e) {
            throw new UnusableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Either may have been published under a validator that was less strict: it is read as the newest does that accepts it. */
    private static PackDiff.Side side(Pack pack, Vocabulary vocabulary) throws PackException {
        var validator = new PackValidator(vocabulary.withoutCatalog());
        var newest = validator.check(pack, Map.of(), "", PackValidator.LEVEL);
        var accepted = newest;
        for (int level = PackValidator.LEVEL - 1;
                level >= PackValidator.FIRST_LEVEL && !accepted.problems().isEmpty();
                level--) {
            accepted = validator.check(pack, Map.of(), "", level);
        }
        if (!accepted.problems().isEmpty()) {
            throw new PackException(pack.reference(), newest.problems());
        }
        return new PackDiff.Side(pack.manifest(), accepted.rules());
    }
}
