package dev.douane.service.platform;

import java.util.Comparator;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer JSON Pointer (RFC 6901) into the request body; empty for the body as a whole
 * @param message what is wrong there, with the offending value and the way out
 */
public record Violation(String pointer, String message) implements Comparable<Violation> {
    private static final Comparator<Violation> ORDER =
            Comparator.comparing(Violation::pointer).thenComparing(Violation::message);

    @Override
    public int compareTo(Violation other) {
        return ORDER.compare(this, other);
    }
}
