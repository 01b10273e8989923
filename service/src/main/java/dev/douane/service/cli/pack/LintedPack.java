package dev.douane.service.cli.pack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.douane.rules.lint.Severity;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.worker.PackLint;
import dev.douane.service.cli.UnusableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What lint and the validator found in one pack.
 *
 * @param path where it was read from
 * @param pack its reference; its path again where it could not be read
 * @param rules how many rules the validator accepted
 */
record LintedPack(String path, String pack, int rules, List<Found> findings) {
    /** The code of what keeps a pack from being read at all. */
    static final String UNREADABLE = "unreadable";

    /**
     * One finding, of the validator or of lint.
     *
     * @param rule the rule's id, empty where there is none
     * @param file path inside the pack, empty for the pack as a whole
     * @param line from 1; 0 where none can be named
     * @param column from 1; 0 where none can be named
     */
    record Found(
            String code,
            String severity,
            String rule,
            String file,
            int line,
            int column,
            String message,
            String remedy) {
        static Found of(PackProblem problem, String code) {
            return new Found(
                    code,
                    Severity.ERROR.word(),
                    "",
                    problem.file(),
                    problem.line(),
                    problem.column(),
                    problem.message(),
                    "");
        }

        @JsonIgnore
        Severity level() {
            return Severity.valueOf(severity.toUpperCase(Locale.ROOT));
        }

        /** {@code packs/mine/rules/a.drl:12:5: warning: … [subsumed-rule]}, as editors understand it. */
        String text(String pack) {
            var place = new StringBuilder(file.isEmpty() ? pack : pack + "/" + file);
            if (line > 0) {
                place.append(':').append(line);
            }
            if (column > 0) {
                place.append(':').append(column);
            }
            return "%s: %s: %s [%s]%s"
                    .formatted(place, severity, message, code, remedy.isEmpty() ? "" : "\n    " + remedy);
        }
    }

    /** One that could not be read, so that its rules were not looked at. */
    static LintedPack unreadable(Path path, UnusableException why) {
        var problems = why.getCause() instanceof PackException refused
                ? refused.problems()
                : List.of(PackProblem.in("", String.valueOf(why.getMessage())));
        return new LintedPack(
                path.toString(),
                path.toString(),
                0,
                problems.stream().map(problem -> Found.of(problem, UNREADABLE)).toList());
    }

    /** One whose rules could not all be looked at. */
    static LintedPack refused(Path path, Pack pack, List<PackProblem> problems) {
        return new LintedPack(
                path.toString(),
                pack.reference(),
                0,
                problems.stream()
                        .map(problem -> Found.of(problem, problem.code()))
                        .toList());
    }

    static LintedPack of(Path path, Pack pack, PackLint.Linted linted) {
        return new LintedPack(
                path.toString(),
                pack.reference(),
                linted.rules(),
                linted.findings().stream()
                        .map(finding -> new Found(
                                finding.code(),
                                finding.severity(),
                                finding.rule(),
                                finding.file(),
                                finding.line(),
                                finding.column(),
                                finding.message(),
                                finding.remedy()))
                        .toList());
    }
}
