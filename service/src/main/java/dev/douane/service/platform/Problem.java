package dev.douane.service.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;

/**
 * A problem document as RFC 9457 describes it: the one shape of every answer of 400 and above.
 *
 * @param type stable URI of the problem
 * @param title one short sentence, the same for every occurrence
 * @param status the HTTP status, repeated
 * @param detail what happened this time
 * @param violations field errors, sorted by pointer; left out when there are none
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "violations"})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {
    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The document of one occurrence. */
    public static Problem of(ProblemType type, String detail, List<Violation> violations) {
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                detail,
                violations.stream().sorted().toList());
    }

    /** The document of one failure. */
    public static Problem of(ProblemException failure) {
        return of(failure.type(), failure.detail(), failure.violations());
    }

    /** The document as JSON, for answers that do not pass through a resource. */
    public byte[] json() {
        return StrictJson.writeValue(this);
    }

    /** The whole answer. */
    public static Response response(ProblemType type, String detail, List<Violation> violations) {
        return response(new ProblemException(type, detail, violations));
    }

    /** The whole answer, with {@code Retry-After} where the failure knows it. */
    public static Response response(ProblemException failure) {
        var answer = Response.status(failure.type().status())
                .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .entity(Problem.of(failure).json());
        failure.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, seconds(wait)));
        return answer.build();
    }

    /** Whole seconds, rounded up, at least one: what {@code Retry-After} carries. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
