package dev.douane.service.rulesets;

import dev.douane.rules.pack.Modes;
import dev.douane.rules.worker.PackFinding;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Packs on trial until a day that has passed: whoever agrees to a trial does not mean to have them enforced at once. */
final class EndedTrials {
    private static final String REMEDY = "Propose the packs anew, on trial until a later day or enforced";

    private EndedTrials() {}

    /**
     * Refuses what begins with a trial that is over.
     *
     * @param what is not to happen, as {@code approved}
     * @param packs of the ruleset
     * @param at when it would be
     * @throws ProblemException CONFLICT naming the first pack with such a trial, and its end
     */
    static void refuse(int number, String what, List<RulesetView.PackView> packs, Instant at) {
        for (var pack : packs) {
            modes(pack).enforcedSince(at).ifPresent(end -> {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "ruleset (%d) cannot be %s: pack (%s@%s) is on trial until %s, so from its first call on it would be enforced. %s."
                                .formatted(number, what, pack.name(), pack.version(), end, REMEDY));
            });
        }
    }

    /** What whoever reads a ruleset should know of the pack; empty where nothing of it was on trial until before {@code now}. */
    static Optional<PackFinding> finding(RulesetView.PackView pack, Instant now) {
        return modes(pack)
                .enforcedSince(now)
                .map(end -> new PackFinding(
                        "trial-ended",
                        "warning",
                        "",
                        "",
                        0,
                        0,
                        "its trial ended at %s: where this ruleset is in force the pack is enforced".formatted(end),
                        REMEDY));
    }

    private static Modes modes(RulesetView.PackView pack) {
        return new EntryTerms(pack.until(), pack.scope(), pack.scopes(), pack.parameters()).modes(pack.mode());
    }
}
