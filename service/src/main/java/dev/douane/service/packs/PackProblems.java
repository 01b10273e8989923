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
        return new ProblemException(
                ProblemType.PACK_REJECTED,
                "%s has %d %s."
                        .formatted(
                                refused.subject(),
                                refused.problems().size(),
                                refused.problems().size() == 1 ? "problem" : "problems"),
                refused.problems().stream()
                        .map(problem ->
                                Violation.in(problem.file(), problem.line(), problem.column(), problem.message()))
                        .toList());
    }
}
