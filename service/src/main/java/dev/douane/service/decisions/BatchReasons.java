package dev.douane.service.decisions;

import dev.douane.rules.decide.Effects;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the reasons of the calls of one batch may still be. One call may have reasons of 200,000 characters, and all answers of a batch are one answer.
 * For several threads.
 */
final class BatchReasons {
    /** In characters; ten calls with the longest reasons there are. */
    static final long MOST = 2_000_000;

    private final AtomicLong left = new AtomicLong(MOST);

    /**
     * Takes room for the reasons of a call that is not decided yet.
     *
     * @throws ProblemException TOO_LARGE where there is none; nothing is taken then, and shorter ones may have room
     */
    void take(Effects effects) {
        long length = effects.reasonLength();
        if (left.getAndUpdate(before -> length > before ? before : before - length) < length) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The reasons of a batch have %d characters at most, and those of the calls before have taken them. This call was not decided: ask for it alone, or in another batch."
                            .formatted(MOST));
        }
    }
}
