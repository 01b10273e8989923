package dev.douane.rules.decide;

import dev.douane.rules.facts.Budget;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * When a call that goes nowhere now will go by itself. What comes from the state of a budget lifts as that state does: when its period turns, or
 * when the calendar has caught up with what is used.
 *
 * <p>The same question is asked of the same rules with nothing moved but the budgets, as they will stand if nothing more is spent. Whatever else
 * stands in the way still does, so only a budget can be what is waited for.
 */
final class Later {
    /**
     * When the rules let a call go, whatever the headroom.
     *
     * @param at null where they never do
     * @param then the plan of that instant; null with it
     */
    record ByRules(@Nullable Instant at, @Nullable Plan then) {}

    /** For a call that is not to be looked at again: its rules failed. */
    static final Later NEVER = new Later(Instant.MIN, Instant.MIN, List.of(), at -> {
        throw new IllegalStateException("nothing is asked of a call that waits for nothing");
    });

    /** Further ahead nobody looks: every period has turned by then. */
    private static final Duration FARTHEST = Duration.ofDays(400);

    private final Instant from;
    private final Instant until;
    private final List<Instant> turns;
    private final Function<Instant, Plan> plans;

    private Later(Instant from, Instant until, List<Instant> turns, Function<Instant, Plan> plans) {
        this.from = from;
        this.until = until;
        this.turns = turns;
        this.plans = plans;
    }

    /**
     * For a call that is decided at an instant.
     *
     * @param longest how long it may wait
     * @param budgets as they stand then
     * @param plans the plan with the budgets of an instant
     */
    static Later of(Instant at, Duration longest, List<Budget> budgets, Function<Instant, Plan> plans) {
        if (budgets.isEmpty() || longest.isZero()) {
            return NEVER;
        }
        var until = at.plus(longest.compareTo(FARTHEST) < 0 ? longest : FARTHEST);
        var turns = budgets.stream()
                .map(Budget::periodEnd)
                .filter(end -> end.isAfter(at) && end.isBefore(until))
                .distinct()
                .sorted()
                .toList();
        return new Later(at, until, turns, plans);
    }

    /** What rules say of it, whatever the headroom: worked out ahead, it spares {@link #earliest} the search while others wait. */
    ByRules byRules() {
        var at = search(Headroom.BOTTOMLESS);
        return new ByRules(at, at == null ? null : plans.apply(at));
    }

    /**
     * The first instant that is known of, within the caller's patience; null where none is. Between two turns, to the second.
     *
     * @param known what {@link #byRules} said; null where nobody asked
     */
    @Nullable
    Instant earliest(Headroom headroom, @Nullable ByRules known) {
        if (known == null) {
            return search(headroom);
        }
        if (known.at() == null || known.then() == null) {
            return null; // a headroom only ever adds to what stands in the way
        }
        return known.then().isCarriedAt(known.at(), headroom) ? known.at() : search(headroom);
    }

    private @Nullable Instant search(Headroom headroom) {
        if (this == NEVER) {
            return null;
        }
        var before = from;
        for (var turn : turns) {
            if (goes(turn, headroom)) {
                return firstBetween(before, turn, headroom);
            }
            before = turn;
        }
        return goes(until, headroom) ? firstBetween(before, until, headroom) : null;
    }

    private boolean goes(Instant at, Headroom headroom) {
        return plans.apply(at).isCarriedAt(at, headroom);
    }

    /** By halves, since between two turns figures go one way only. Whatever is found, the call would go then. */
    private Instant firstBetween(Instant before, Instant goes, Headroom headroom) {
        var start = before.truncatedTo(ChronoUnit.SECONDS);
        long no = 0;
        long yes = Duration.between(start, goes).plusNanos(999_999_999).toSeconds();
        var found = goes;
        while (yes - no > 1) {
            long middle = no + (yes - no) / 2;
            var at = start.plusSeconds(middle);
            if (goes(at, headroom)) {
                yes = middle;
                found = at;
            } else {
                no = middle;
            }
        }
        return found;
    }
}
