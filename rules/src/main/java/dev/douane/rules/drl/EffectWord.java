package dev.douane.rules.drl;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One effect that a rule may have.
 *
 * @param name as a rule writes it after {@code decision.}
 * @param argument what it is told, null where it takes nothing
 * @param words which words the argument may be one of, {@link WordKind#FREE} where there is no list
 * @param concerns whose packs may use it, in the order of {@link Concern}
 * @param meaning one line for authors
 */
public record EffectWord(
        String name, @Nullable ArgumentType argument, WordKind words, Set<Concern> concerns, String meaning) {
    public EffectWord {
        concerns = Collections.unmodifiableSet(EnumSet.copyOf(concerns));
    }

    /** How many arguments it takes. */
    public int arity() {
        return argument == null ? 0 : 1;
    }

    /** Whether it decides nothing and is only read by people. */
    public boolean showsOnly() {
        return name.equals("flag");
    }

    public boolean isAllowedTo(Concern concern) {
        return concerns.contains(concern);
    }
}
