package dev.douane.rules.gate;

import dev.douane.rules.document.Nearest;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.Place;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables that may be used at a point of a rule. */
final class Scope {
    /**
     * What a variable stands for.
     *
     * @param field null where it stands for the fact as a whole
     */
    record Bound(Fact fact, @Nullable FactField field) {}

    private final Map<String, Bound> bound;

    Scope() {
        this(new TreeMap<>());
    }

    private Scope(Map<String, Bound> bound) {
        this.bound = bound;
    }

    /** What is bound in there stays in there. */
    Scope inner() {
        return new Scope(new TreeMap<>(bound));
    }

    /** What was bound in there is bound here too. */
    void adopt(Scope inner) {
        bound.putAll(inner.bound);
    }

    void bind(String variable, Bound what, Place place, Refusals refusals) {
        if (bound.putIfAbsent(variable, what) != null) {
            refusals.add(
                    place,
                    Refusal.UNKNOWN_VARIABLE,
                    "variable (%s) is bound already\nMaybe choose another name.".formatted(variable));
        }
    }

    Bound find(Token variable, Refusals refusals) {
        var found = bound.get(variable.text());
        if (found == null) {
            throw refusals.giveUp(
                    variable.place(),
                    Refusal.UNKNOWN_VARIABLE,
                    Messages.withHint(
                            "variable (%s) is not bound before it is used, or only inside a not, exists or or"
                                    .formatted(variable.shown()),
                            Nearest.maybe(variable.text(), bound.keySet())));
        }
        return found;
    }
}
