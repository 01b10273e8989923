package dev.douane.service.platform;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/**
 * Headers that a request has once or not at all. Of two, the first would be taken and the other passed over in silence, and whatever stands in front may have
 * taken the other one.
 */
final class SingleHeaders {
    private static final List<CharSequence> NAMES = List.of(
            HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, HttpHeaders.createOptimized("idempotency-key"));

    private SingleHeaders() {}

    /** What is wrong with them. */
    static Optional<String> fault(MultiMap headers) {
        for (var name : NAMES) {
            var said = headers.getAll(name).size();
            if (said > 1) {
                return Optional.of("The header %s is given %d times.".formatted(name, said));
            }
        }
        return Optional.empty();
    }
}
