package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect;
import dev.douane.rules.facts.Facts;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One rule as its page tells it.
 *
 * @param rule its id
 * @param effect what it says where it fires; asked for nothing else
 */
record Law(String rule, Predicate<Facts> when, Function<Facts, Effect> effect) {
    /** A rule that always says the same. */
    static Law of(String rule, Predicate<Facts> when, Effect effect) {
        return new Law(rule, when, facts -> effect);
    }
}
