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
        return ProblemException.retryAfter(type, "%s (douane.limits.%s)".formatted(detail, limit), again);
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
