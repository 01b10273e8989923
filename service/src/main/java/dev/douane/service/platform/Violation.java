package dev.douane.service.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.douane.rules.limits.Message;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer JSON Pointer (RFC 6901) into the request body, empty for the body as a whole; {@code ?name} for a query parameter
 * @param file where several files were sent together: which one; left out otherwise, as are line and column where they are not known
 * @param line in that file, from 1
 * @param column in that line, from 1
 * @param message what is wrong there, with the offending value and the way out; cut where that is long ({@link Message})
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"pointer", "file", "line", "column", "message"})
public record Violation(
        String pointer,
        @Nullable String file,
        @Nullable Integer line,
        @Nullable Integer column,
        String message) implements Comparable<Violation> {
    private static final Comparator<Violation> ORDER = Comparator.comparing(Violation::pointer)
            .thenComparing(violation -> Objects.requireNonNullElse(violation.file, ""))
            .thenComparing(violation -> Objects.requireNonNullElse(violation.line, 0))
            .thenComparing(violation -> Objects.requireNonNullElse(violation.column, 0))
            .thenComparing(Violation::message);

    public Violation {
        message = Message.bounded(message);
    }

    /** Something wrong in a JSON body. */
    public Violation(String pointer, String message) {
        this(pointer, null, null, null, message);
    }

    /** Something wrong with a query parameter. */
    public static Violation ofParameter(String name, String message) {
        return new Violation("?" + name, message);
    }

    /**
     * Something wrong in one of several files that were sent together.
     *
     * @param file empty for all of them as a whole
     * @param line from 1, or 0 where none can be named; likewise the column
     */
    public static Violation in(String file, int line, int column, String message) {
        return new Violation(
                "", file.isEmpty() ? null : file, line == 0 ? null : line, column == 0 ? null : column, message);
    }

    @Override
    public int compareTo(Violation other) {
        return ORDER.compare(this, other);
    }
}
