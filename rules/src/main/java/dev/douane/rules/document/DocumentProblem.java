package dev.douane.rules.document;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a document.
 *
 * @param line counted from 1; 0 where it cannot be told
 * @param path where, such as {@code deployments[3].prices.default[0].input}; empty for the document as a whole
 * @param message what is wrong, with the value in brackets
 * @param wayOut what to write instead, null where we do not know
 */
public record DocumentProblem(
        int line, String path, String message, @Nullable String wayOut) {
    /** Line, path and message on one line, the way out on a second. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        if (line > 0) {
            text.append("line ").append(line).append(", ");
        }
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        text.append(message);
        if (wayOut != null) {
            text.append("\n    ").append(wayOut);
        }
        return text.toString();
    }
}
