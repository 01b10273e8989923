package dev.douane.service.traffic;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request of the recorded traffic. Nothing in it depends on what was answered before: whose hold it ends is said by the number of the request that it was made for.
 *
 * @param number its place, from 1
 * @param about number of an earlier request whose decision takes the place of {@code {decision}} in the path; 0 for one that nobody made
 * @param headers beside the key's
 * @param hasKey whether it says who asks
 */
record Asked(
        int number, Kind kind, String path, int about, SortedMap<String, String> headers, boolean hasKey, String body) {
    /** Stands in a path for the decision it is about. */
    static final String DECISION = "{decision}";

    /** What a request is for. */
    enum Kind {
        ASK,
        ASK_WITH_A_KEY,
        END,
        MALFORMED,
        BATCH
    }

    Asked {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    static Asked json(int number, Kind kind, String path, int about, Map<String, String> headers, String body) {
        var all = new TreeMap<>(headers);
        all.putIfAbsent("Content-Type", "application/json");
        return new Asked(number, kind, path, about, all, true, body);
    }

    /** As it is read in a golden file and in a failed test. */
    String text() {
        var text = new StringBuilder("POST ").append(path);
        if (path.contains(DECISION)) {
            text.append("   of request ").append(about);
        }
        if (!hasKey) {
            text.append("   by nobody");
        }
        headers.forEach(
                (name, value) -> text.append('\n').append(name).append(": ").append(value));
        return text.append("\n\n").append(body).toString();
    }
}
