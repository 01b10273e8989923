package dev.douane.rules.oracle;

import dev.douane.rules.facts.Facts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One pack as its page tells it.
 *
 * @param pack its name
 */
record PackOracle(String pack, List<Law> laws) {
    PackOracle {
        laws = List.copyOf(laws);
    }

    /** What the pack's rules say to these facts. */
    Set<Said> say(Facts facts) {
        var said = new HashSet<Said>();
        for (var law : laws) {
            if (law.when().test(facts)) {
                said.add(new Said(pack, law.rule(), law.effect().apply(facts)));
            }
        }
        return said;
    }
}
