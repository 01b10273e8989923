package dev.douane.rules.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document that cannot be used, with everything that is wrong with it. */
public final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 50;

    private final transient List<DocumentProblem> problems;

    /**
     * @param document what it is called in the message, such as a file name
     * @param problems in the order of the document, at least one
     */
    public DocumentException(String document, List<DocumentProblem> problems) {
        super(message(document, problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(String document, List<DocumentProblem> problems) {
        var more = problems.size() - SHOWN;
        return problems.stream()
                .limit(SHOWN)
                .map(DocumentProblem::toString)
                .collect(Collectors.joining(
                        "\n  ", document + " cannot be used.\n  ", more > 0 ? "\n  and %d more".formatted(more) : ""));
    }

    /** Everything that is wrong, in the order of the document. */
    public List<DocumentProblem> problems() {
        return problems;
    }
}
