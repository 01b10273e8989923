package dev.douane.service.platform.limits;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Refusals by a limit, each counted under the limit's name and with a time to come again. */
@Singleton
public class Refusals {
    static final String REQUESTS_PER_CONNECTION = "requests-per-connection";

    private static final Duration SOON = Duration.ofSeconds(1);

    private final MeterRegistry registry;

    Refusals(MeterRegistry registry) {
        this.registry = registry;
    }

    /** For what a caller can do less of. */
    ProblemException tooMany(String limit, String detail, Duration again) {
        return refusal(limit, ProblemType.TOO_MANY_REQUESTS, detail, again);
    }

    /** For what others may have taken up. */
    ProblemException overloaded(String limit, String detail, Duration again) {
        return refusal(limit, ProblemType.OVERLOADED, detail, again);
    }

    /** For what would go on taking up room once it was let in. */
    ProblemException tooManyScopes(String limit, String detail, Duration again) {
        return refusal(limit, ProblemType.TOO_MANY_SCOPES, detail, again);
    }

    /**
     * While {@link MemoryPressure} lasts.
     *
     * @param what the server does about it
     */
    ProblemException memoryIsShort(String what, Duration again) {
        count("memory");
        return ProblemException.retryAfter(
                ProblemType.OVERLOADED, "The server is short of memory, and %s for now.".formatted(what), again);
    }

    private ProblemException refusal(String limit, ProblemType type, String detail, Duration again) {
        count(limit);
        return told(limit, type, detail, again);
    }

    /** The limit stands at the end, where those look who want to know which it was. */
    private static ProblemException told(String limit, ProblemType type, String detail, Duration again) {
        return ProblemException.retryAfter(type, "%s (douane.limits.%s)".formatted(detail, limit), again);
    }

    /** For a request behind as many as a connection may have; where it was read it was counted. */
    public static ProblemException tooManyOfConnection() {
        return told(
                REQUESTS_PER_CONNECTION,
                ProblemType.TOO_MANY_REQUESTS,
                "More requests wait for their answers on this connection than may.",
                SOON);
    }

    /** Counts a refusal that is told in another way. */
    public void count(String limit) {
        Counter.builder("douane.refused")
                .description("requests and connections that met a limit")
                .tag("limit", limit)
                .register(registry)
                .increment();
    }
}
