package dev.douane.rules.worker;

import dev.douane.rules.lint.Finding;
import dev.douane.rules.lint.LintCode;
import dev.douane.rules.lint.LintSubject;
import dev.douane.rules.lint.Linter;
import dev.douane.rules.lint.Severity;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.validator.ManifestPlaces;
import dev.douane.rules.validator.PackValidator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Looks over a pack, its parameters at their defaults: what the checks of its level refuse, what stricter checks refuse since, and what lint
 * finds. A pack that was accepted keeps its level, so what is stricter since is a warning for its next version and no refusal of this one.
 */
public final class PackLint {
    private final PackValidator validator;
    private final Linter linter;

    public PackLint(PackValidator validator, Linter linter) {
        this.validator = validator;
        this.linter = linter;
    }

    /**
     * What was found.
     *
     * @param rules how many rules pass the checks of the pack's level
     * @param findings from the top of the pack to its end
     */
    public record Linted(int rules, List<PackFinding> findings) {
        public Linted {
            findings = List.copyOf(findings);
        }
    }

    /** Looks over a pack, held to the checks of its level. */
    public Linted check(Pack pack) {
        var findings = new ArrayList<PackFinding>();
        boolean isOfToday = pack.level() == Pack.LEVEL;
        var checked = isOfToday ? validator.check(pack) : validator.check(pack, Map.of(), "", pack.level());
        checked.problems().forEach(problem -> findings.add(refused(problem)));
        if (!isOfToday) {
            var known = new HashSet<>(checked.problems());
            validator.check(pack).problems().stream()
                    .filter(problem -> !known.contains(problem))
                    .forEach(problem -> findings.add(stricter(problem, pack.level())));
        }
        var subject = new LintSubject(
                pack.manifest().concern(),
                pack.manifest().parameters(),
                checked.rules(),
                ManifestPlaces.of(pack, "").ofParameters());
        linter.check(subject).forEach(finding -> findings.add(found(finding, pack)));
        findings.sort(PackFinding.BY_PLACE);
        return new Linted(checked.rules().size(), findings);
    }

    private static PackFinding refused(PackProblem problem) {
        return PackFinding.of(problem, Severity.ERROR, "");
    }

    private static PackFinding stricter(PackProblem problem, int level) {
        return PackFinding.of(
                problem,
                Severity.WARNING,
                "A new pack is refused for it. This one keeps the checks of level %d, under which it was accepted; mend it with its next version."
                        .formatted(level));
    }

    private static PackFinding found(Finding finding, Pack pack) {
        var isRefusalOfNewOnes = finding.code() == LintCode.CROSS_PRODUCT && pack.level() < Pack.LEVEL;
        var severity =
                isRefusalOfNewOnes && finding.severity() == Severity.ERROR ? Severity.WARNING : finding.severity();
        return new PackFinding(
                finding.code().code(),
                severity.word(),
                finding.rule(),
                finding.place().file(),
                finding.place().line(),
                finding.place().column(),
                finding.message(),
                finding.remedy());
    }
}
