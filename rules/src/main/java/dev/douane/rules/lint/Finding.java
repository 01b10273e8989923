package dev.douane.rules.lint;

import dev.douane.rules.drl.Place;
import java.util.Comparator;

/**
 * One thing that lint found.
 *
 * @param place where to look first
 * @param rule the id of the rule it is about, empty where it is about a table or the pack
 * @param message what is the matter
 * @param remedy what to do
 */
public record Finding(LintCode code, Severity severity, Place place, String rule, String message, String remedy)
        implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::place).thenComparing(Finding::code).thenComparing(Finding::message);

    static Finding of(LintCode code, Place place, String rule, String message) {
        return new Finding(code, code.worst(), place, rule, message, code.remedy());
    }

    static Finding of(LintCode code, Severity severity, Place place, String rule, String message) {
        return new Finding(code, severity, place, rule, message, code.remedy());
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
