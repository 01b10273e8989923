package dev.douane.rules.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with one document, so that its author hears it all at once. */
final class Problems {
    private static final int LONGEST = 500;

    private final String document;
    private final Map<String, Integer> lineByPath = new HashMap<>();
    private final List<DocumentProblem> found = new ArrayList<>();

    Problems(String document) {
        this.document = document;
    }

    /** Remembers where a value stands, for what may be said about it later. */
    void stands(String path, int line) {
        lineByPath.putIfAbsent(path, line);
    }

    void note(String path, String message) {
        note(path, message, "");
    }

    /** @param wayOut empty where we do not know one */
    void note(String path, String message, String wayOut) {
        noteAt(lineOf(path), path, message, wayOut);
    }

    void noteAt(int line, String path, String message, String wayOut) {
        found.add(new DocumentProblem(line, cut(path), cut(message), wayOut.isEmpty() ? null : wayOut));
    }

    /** A document may hold megabytes where a word was expected. */
    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    /** A member that is not there has the line of what should hold it. */
    private int lineOf(String path) {
        var at = path;
        while (!at.isEmpty() && !lineByPath.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return lineByPath.getOrDefault(at, 0);
    }

    /** @throws DocumentException if anything was noted; its problems are in the order of the document */
    void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(DocumentProblem::line));
            throw new DocumentException(document, found);
        }
    }
}
