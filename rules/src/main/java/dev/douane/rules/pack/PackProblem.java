package dev.douane.rules.pack;

import dev.douane.rules.limits.Message;
import dev.douane.rules.yaml.StrictYaml;
import java.util.Comparator;

/**
 * One thing that is wrong with a pack.
 *
 * @param file path inside the pack, empty where the pack as a whole is meant
 * @param line line in that file from 1, or 0 where no line can be named; the row in a decision table
 * @param column column in that line from 1, or 0 where none can be named; the column of the cell in a decision table
 * @param code a stable word for what kind of problem this is, in kebab-case; {@value #PACK} where there is none of its own
 * @param message what is wrong, and the way out where we know it; cut where it quotes at length ({@link Message})
 */
public record PackProblem(String file, int line, int column, String code, String message)
        implements Comparable<PackProblem> {
    /** The code of problems that have none of their own. */
    public static final String PACK = "pack";

    /** The code of a scenario's case that comes out otherwise than it promises. */
    public static final String CASE = "case";

    /** Failing cases come first: of many problems only the first are told, and rules that no case fires may only follow from them. */
    private static final Comparator<PackProblem> ORDER = Comparator.comparing(
                    (PackProblem problem) -> !problem.code().equals(CASE))
            .thenComparing(PackProblem::file)
            .thenComparingInt(PackProblem::line)
            .thenComparingInt(PackProblem::column)
            .thenComparing(PackProblem::message)
            .thenComparing(PackProblem::code);

    public PackProblem {
        message = Message.bounded(message);
    }

    /** A problem of a line. */
    public PackProblem(String file, int line, String message) {
        this(file, line, 0, PACK, message);
    }

    /** A problem of a whole file. */
    public static PackProblem in(String file, String message) {
        return new PackProblem(file, 0, message);
    }

    static PackProblem in(String file, StrictYaml.Malformed yaml) {
        var place = yaml.place();
        return new PackProblem(file, place.line(), place.column(), PACK, String.valueOf(yaml.getMessage()));
    }

    @Override
    public int compareTo(PackProblem other) {
        return ORDER.compare(this, other);
    }

    /** {@code rules/eea.drl:12:5: message}, as far as a place is known. */
    @Override
    public String toString() {
        if (file.isEmpty()) {
            return message;
        }
        if (line == 0) {
            return "%s: %s".formatted(file, message);
        }
        return column == 0
                ? "%s:%s: %s".formatted(file, line, message)
                : "%s:%s:%s: %s".formatted(file, line, column, message);
    }
}
