package dev.douane.service.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure with a place in the catalogue; becomes a problem document. Carries no stack trace: it is an answer, not a defect. */
public final class ProblemException extends RuntimeException {
    /** How many field errors an answer tells; whoever collects more than these need not go on. */
    public static final int VIOLATIONS_MAX = 100;

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Violation> violations;
    private final @Nullable Duration retryAfter;

    /**
     * A failure with its field errors.
     *
     * @param detail what happened this time; never a class name, SQL or a stack trace
     */
    public ProblemException(ProblemType type, String detail, List<Violation> violations) {
        this(type, detail, violations, null);
    }

    /** A failure without field errors. */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    private ProblemException(
            ProblemType type, String detail, List<Violation> violations, @Nullable Duration retryAfter) {
        super(
                violations.size() > VIOLATIONS_MAX
                        ? "%s Of what is wrong, %d places are told.".formatted(detail, VIOLATIONS_MAX)
                        : detail,
                null,
                false,
                false);
        this.type = type;
        this.violations = violations.stream().sorted().limit(VIOLATIONS_MAX).toList();
        this.retryAfter = retryAfter;
    }

    /** One wrong member of the body. */
    public static ProblemException at(String pointer, String message) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "The request is not valid.", List.of(new Violation(pointer, message)));
    }

    /** One wrong query parameter. */
    public static ProblemException ofParameter(String name, String message) {
        return ofQuery(List.of(Violation.ofParameter(name, message)));
    }

    /** All that is wrong with a query. */
    public static ProblemException ofQuery(List<Violation> violations) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "The query is not valid.", violations);
    }

    /** A failure that lifts by itself; the answer carries {@code Retry-After} in whole seconds, at least one. */
    public static ProblemException retryAfter(ProblemType type, String detail, Duration retryAfter) {
        return new ProblemException(type, detail, List.of(), retryAfter);
    }

    /** Where in the catalogue this is. */
    public ProblemType type() {
        return type;
    }

    /** Field errors, sorted by pointer, {@value #VIOLATIONS_MAX} at most. */
    public List<Violation> violations() {
        return violations;
    }

    /** When asking again makes sense. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What happened this time. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
