package dev.douane.rules.drools;

import java.util.HashMap;
import java.util.Map;

/** Names for the variables of one rule: what an author calls them does not reach the engine. */
final class Variables {
    private final Map<String, String> names = new HashMap<>();
    private int bound;

    /** A name for a variable that is bound here, as no other has: what is bound inside of a group may be called like what is bound elsewhere. */
    String bound(String written) {
        var name = "$v" + ++bound;
        names.put(written, name);
        return name;
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
