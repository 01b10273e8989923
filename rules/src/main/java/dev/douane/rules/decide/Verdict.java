package dev.douane.rules.decide;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How one call may proceed. A sixth shape would be a new API version. */
public sealed interface Verdict {
    /** As asked. */
    record Allow(Option target) implements Verdict {}

    /** Same tier, another place: region, provider or equal model. */
    record Reroute(Option target) implements Verdict {}

    /** A lower tier stands in. */
    record Downgrade(Option target) implements Verdict {}

    /** Not now: the obstacle lifts by itself at {@code retryAt}. */
    record Defer(Instant retryAt) implements Verdict {}

    /** Nothing may serve this call. */
    record Deny(NearestMiss nearest) implements Verdict {}

    /** The verdict that carries {@code option}. */
    static Verdict to(Option option) {
        return switch (option.step()) {
            case AS_ASKED -> new Allow(option);
            case REROUTE -> new Reroute(option);
            case DOWNGRADE -> new Downgrade(option);
        };
    }

    /** Where the call goes, null where it goes nowhere. */
    default @Nullable Option target() {
        return switch (this) {
            case Allow(var option) -> option;
            case Reroute(var option) -> option;
            case Downgrade(var option) -> option;
            case Defer(var unused) -> null;
            case Deny(var unused) -> null;
        };
    }

    /** The word of the API: {@code allow}, {@code reroute} … */
    default String word() {
        return switch (this) {
            case Allow(var unused) -> "allow";
            case Reroute(var unused) -> "reroute";
            case Downgrade(var unused) -> "downgrade";
            case Defer(var unused) -> "defer";
            case Deny(var unused) -> "deny";
        };
    }
}
