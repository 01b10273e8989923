package dev.douane.rules.worker;

import dev.douane.rules.lint.Severity;
import dev.douane.rules.pack.PackProblem;
import java.util.Comparator;
import java.util.Locale;

/**
 * One thing that the checks, or lint, have to say of the rules of a pack.
 *
 * @param code of the refusal or of lint, in kebab-case
 * @param severity {@code error}, {@code warning} or {@code note}
 * @param rule the rule's id, empty where it is about no single rule
 * @param file path inside the pack, empty for the pack as a whole
 * @param line from 1; 0 where none can be named; the row in a decision table
 * @param column from 1; 0 where none can be named
 * @param message what is the matter
 * @param remedy what to do, empty where the message says it
 */
public record PackFinding(
        String code, String severity, String rule, String file, int line, int column, String message, String remedy) {
    /** From the top of the pack to its end. */
    static final Comparator<PackFinding> BY_PLACE = Comparator.comparing(PackFinding::file)
            .thenComparingInt(PackFinding::line)
            .thenComparingInt(PackFinding::column);

    /** Errors first, then warnings, then notes. */
    public static final Comparator<PackFinding> BY_SEVERITY = Comparator.comparing(PackFinding::level);

    private static final int WORD_LENGTH_MAX = 1_100;
    private static final int TEXT_LENGTH_MAX = 1_000;

    public PackFinding {
        if (code.length() > WORD_LENGTH_MAX
                || rule.length() > WORD_LENGTH_MAX
                || file.length() > WORD_LENGTH_MAX
                || line < 0
                || column < 0) {
            throw new IllegalArgumentException("a finding is about no place of a pack");
        }
        var unused = level(severity);
        message = shortened(message);
        remedy = shortened(remedy);
    }

    /** What keeps a pack that was accepted from being looked at, which is no reason to refuse anything. */
    public static PackFinding warning(PackProblem problem) {
        return of(problem, Severity.WARNING, "");
    }

    static PackFinding of(PackProblem problem, Severity severity, String remedy) {
        return new PackFinding(
                problem.code(),
                severity.word(),
                "",
                problem.file(),
                problem.line(),
                problem.column(),
                problem.message(),
                remedy);
    }

    private Severity level() {
        return level(severity);
    }

    private static Severity level(String word) {
        return Severity.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "…";
    }
}
