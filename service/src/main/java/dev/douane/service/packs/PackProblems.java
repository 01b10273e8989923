package dev.douane.service.packs;

import dev.douane.rules.pack.PackException;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;

/** How refused rules are told over HTTP: everything in one answer, each with its place. */
public final class PackProblems {
    private PackProblems() {}

    /** The 422 of a pack or ruleset that was refused. */
    public static ProblemException rejected(PackException refused) {
        var problems = refused.problems();
        int most = ProblemException.VIOLATIONS_MAX;
        var detail = "%s has %d %s."
                .formatted(refused.subject(), problems.size(), problems.size() == 1 ? "problem" : "problems");
        // the first are kept as they come, for an answer sorts its places, and the whole pack's would leave no room for
        // the cases that fail
        return new ProblemException(
                ProblemType.PACK_REJECTED,
                problems.size() > most ? "%s Of what is wrong, %d places are told.".formatted(detail, most) : detail,
                problems.stream()
                        .limit(most)
                        .map(problem ->
                                Violation.in(problem.file(), problem.line(), problem.column(), problem.message()))
                        .toList());
    }
}
