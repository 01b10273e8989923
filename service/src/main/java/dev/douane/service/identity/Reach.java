package dev.douane.service.identity;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.document.Nearest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * For whom a key may ask: for callers that have, of each attribute named here, one of its values. A single value is fixed: a caller that leaves
 * the attribute out is taken to have it.
 */
public final class Reach {
    /** Asks for anybody. There is one, so that to look for it costs nothing. */
    public static final Reach UNLIMITED = new Reach(CallerScope.EVERYONE);

    private static final int TOLD = 5;

    private final CallerScope callers;

    private Reach(CallerScope callers) {
        this.callers = callers;
    }

    /** For these callers; {@link #UNLIMITED} for everyone. */
    static Reach of(CallerScope callers) {
        return callers.isEveryone() ? UNLIMITED : new Reach(callers);
    }

    CallerScope callers() {
        return callers;
    }

    /**
     * The caller, with what is fixed where it was left out.
     *
     * @param pointer where the caller stands in what was sent
     * @throws ProblemException OUT_OF_REACH with everything that is outside, or was left out and is not fixed
     */
    public Caller completed(Caller caller, String pointer) {
        var completed = caller;
        var outside = new ArrayList<Violation>();
        for (var entry : callers.values().entrySet()) {
            var attribute = entry.getKey();
            var allowed = entry.getValue();
            var said = attribute.of(caller);
            if (said == null && allowed.size() == 1) {
                completed = completed.saying(attribute, allowed.first());
            } else if (said == null) {
                outside.add(
                        new Violation(pointer + "/" + attribute.word(), "is missing; the key is for " + told(allowed)));
            } else if (!allowed.contains(said)) {
                outside.add(new Violation(
                        pointer + "/" + attribute.word(),
                        "[%s] is outside: the key is for %s. %s"
                                .formatted(Shown.of(said), told(allowed), Nearest.maybe(said, allowed))
                                .strip()));
            }
        }
        if (!outside.isEmpty()) {
            throw new ProblemException(ProblemType.OUT_OF_REACH, "The key may not ask for this caller.", outside);
        }
        return completed;
    }

    /** Whether a caller that is written down is one of those. */
    public boolean covers(Caller caller) {
        return callers.surelyCovers(caller);
    }

    private static String told(SortedSet<String> allowed) {
        var first = allowed.stream().limit(TOLD).collect(Collectors.joining(", "));
        return allowed.size() > TOLD ? "%s and %d more".formatted(first, allowed.size() - TOLD) : first;
    }
}
