package dev.douane.rules.pack;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.decide.Fired;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For whom and when a pack of a ruleset counts.
 *
 * <p>A caller that does not say an attribute that is asked for takes the stricter case: it is inside the pack's scope, inside an exception that
 * enforces, and outside one that observes.
 *
 * @param usual the mode of every caller that no exception is made for
 * @param scope the callers the pack speaks of; it says nothing about others
 * @param exceptions in order; the first one that covers a caller holds for it
 */
public record Modes(TimedMode usual, CallerScope scope, List<ScopedMode> exceptions) {
    public static final Modes ENFORCE = always(Fired.Mode.ENFORCE);
    public static final Modes OBSERVE = always(Fired.Mode.OBSERVE);

    public Modes {
        exceptions = List.copyOf(exceptions);
    }

    /** That mode, for every caller, for good. */
    public static Modes always(Fired.Mode mode) {
        return new Modes(new TimedMode(mode, null), CallerScope.EVERYONE, List.of());
    }

    /** Whether the pack is enforced for whoever asks whenever. */
    public boolean isAlwaysEnforced() {
        return usual.mode() == Fired.Mode.ENFORCE && scope.isEveryone() && exceptions.isEmpty();
    }

    /** Whether it counts for any caller, at any time. */
    public boolean isEverEnforced() {
        return all().anyMatch(mode -> mode.mode() == Fired.Mode.ENFORCE || mode.until() != null);
    }

    /**
     * When it next begins to count by itself, for callers for whom it is only observed till then; empty where that is at no time to come.
     *
     * @param now times that are not after it have come
     */
    public Optional<Instant> enforcedNext(Instant now) {
        return all().flatMap(mode -> Optional.ofNullable(mode.until()).stream())
                .filter(until -> until.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    /**
     * When it first began to count by itself, for callers for whom it was only observed till then; empty where that has not come.
     *
     * @param now times that are not after it have come
     */
    public Optional<Instant> enforcedSince(Instant now) {
        return all().flatMap(mode -> Optional.ofNullable(mode.until()).stream())
                .filter(until -> !until.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    private Stream<TimedMode> all() {
        return Stream.concat(Stream.of(usual), exceptions.stream().map(ScopedMode::mode));
    }

    /** The mode for that caller at that time, null where the pack says nothing about the caller. */
    public Fired.@Nullable Mode of(Caller caller, Instant at) {
        if (!scope.mayCover(caller)) {
            return null;
        }
        for (var exception : exceptions) {
            var mode = exception.mode().at(at);
            var covered = mode == Fired.Mode.ENFORCE
                    ? exception.scope().mayCover(caller)
                    : exception.scope().surelyCovers(caller);
            if (covered) {
                return mode;
            }
        }
        return usual.at(at);
    }
}
