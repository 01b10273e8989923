package dev.douane.rules.pack;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A pack that cannot be read, or a ruleset that cannot be compiled. Carries everything found wrong, not only the first. */
public final class PackException extends Exception {
    private final String subject;
    private final transient List<PackProblem> problems;

    /**
     * @param subject the pack or ruleset that was refused, such as {@code cost-tier@1.0.0} or a directory
     * @param problems what is wrong, at least one
     */
    public PackException(String subject, Collection<PackProblem> problems) {
        super(problems.stream()
                .sorted()
                .map(PackProblem::toString)
                .collect(Collectors.joining("\n  ", subject + " was refused:\n  ", "")));
        this.subject = subject;
        this.problems = problems.stream().sorted().toList();
    }

    /** What was refused. */
    public String subject() {
        return subject;
    }

    /** Everything found wrong: failing cases first, sorted by file, line and message. */
    public List<PackProblem> problems() {
        return problems;
    }
}
