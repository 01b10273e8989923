package dev.douane.rules.terms;

import dev.douane.rules.call.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One budget with what need not be worked out again for each call. */
final class BookedBudget {
    private static final long SECOND = 1_000;

    private final Timeline timeline;
    private final ScopeSelector scope;
    private final boolean toBeCompared;
    private final @Nullable String only;
    /** The period asked for last. Racing readers may each work it out: any of them serves. */
    private Period.@Nullable Span last;
    /** Milliseconds since 1970, {@link Long#MIN_VALUE} before the first. Written once a second at most: readers share it. */
    private volatile long matchedAt = Long.MIN_VALUE;

    BookedBudget(Timeline timeline) {
        this.timeline = timeline;
        scope = timeline.made().scope();
        toBeCompared = BudgetShapes.isToBeCompared(scope);
        only = scope.splits() ? null : scope.scope(Caller.UNKNOWN, null);
    }

    UUID id() {
        return timeline.made().id();
    }

    /** When a call last matched, as far as this node saw. */
    Optional<Instant> matchedAt() {
        var millis = matchedAt;
        return millis == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** Remembers what the same budget of the former book remembered. */
    void follow(BookedBudget former) {
        matchedAt = Math.max(matchedAt, former.matchedAt);
    }

    private void noteMatch(Instant at) {
        var millis = at.toEpochMilli();
        if (millis - SECOND >= matchedAt) {
            matchedAt = millis;
        }
    }

    ScopeSelector scope() {
        return scope;
    }

    boolean isToBeCompared() {
        return toBeCompared;
    }

    /** The account that a matching call falls in; null where the budget is closed, or its only window not open. */
    @Nullable
    MatchedAccount matched(Caller caller, @Nullable Target target, Instant at) {
        var budget = timeline.at(at);
        var span = span(at);
        if (budget.terms().closed() || !span.contains(at)) {
            return null;
        }
        noteMatch(at);
        var account = only == null ? scope.scope(caller, target) : only;
        return new MatchedAccount(timeline, budget, account, span, timeline.extra(account, at));
    }

    private Period.Span span(Instant at) {
        var known = last;
        if (known == null || !known.contains(at)) {
            known = timeline.span(at);
            last = known;
        }
        return known;
    }
}
