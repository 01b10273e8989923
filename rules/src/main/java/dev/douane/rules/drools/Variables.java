package dev.douane.rules.drools;

import java.util.HashMap;
import java.util.Map;

/** Names for the variables of one rule: what an author calls them does not reach the engine. */
final class Variables {
    private final Map<String, String> names = new HashMap<>();

    /** The name of a variable that is bound here. */
    String bound(String written) {
        return names.computeIfAbsent(written, unused -> "$v" + (names.size() + 1));
    }

    /** The name of a variable bound before. */
    String used(String written) {
        var name = names.get(written);
        if (name == null) {
            throw new IllegalArgumentException("variable (%s) is not bound".formatted(written));
        }
        return name;
    }
}
