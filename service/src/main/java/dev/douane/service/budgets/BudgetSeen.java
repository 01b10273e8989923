package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One budget with what need not be worked out again for each call. */
final class BudgetSeen {
    private final Timeline timeline;
    private final ScopeSelector scope;
    private final boolean toBeCompared;
    private final @Nullable String only;
    /** The period asked for last. Racing readers may each work it out: any of them serves. */
    private Period.@Nullable Span last;

    BudgetSeen(Timeline timeline) {
        this.timeline = timeline;
        scope = timeline.made().scope();
        toBeCompared = BudgetShapes.isToBeCompared(scope);
        only = scope.splits() ? null : scope.scope(Caller.UNKNOWN, null);
    }

    ScopeSelector scope() {
        return scope;
    }

    boolean isToBeCompared() {
        return toBeCompared;
    }

    /** The account that a matching call falls in; null where the budget is closed, or its only window not open. */
    @Nullable
    Touched touched(Caller caller, @Nullable Target target, Instant at) {
        var budget = timeline.at(at);
        var span = span(at);
        if (budget.terms().closed() || !span.contains(at)) {
            return null;
        }
        var account = only == null ? scope.scope(caller, target) : only;
        return new Touched(timeline, budget, account, span, timeline.extra(account, at));
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
