package dev.douane.rules.validator;

import dev.douane.rules.document.Nearest;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.Place;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The variables that may be used at a point of a rule. */
final class Scope {
    private static final int LETTERS = 26;

    /**
     * What a variable stands for.
     *
     * @param field null where it stands for the fact as a whole
     */
    record Bound(Fact fact, @Nullable FactField field) {}

    private final Map<String, Bound> bound;
    private final Map<String, Place> leftOut;
    private final Set<String> used;

    Scope() {
        this(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
    }

    private Scope(Map<String, Bound> bound, Map<String, Place> leftOut, Set<String> used) {
        this.bound = bound;
        this.leftOut = leftOut;
        this.used = used;
    }

    /** What is bound in there stays in there. */
    Scope inner() {
        return new Scope(new TreeMap<>(bound), leftOut, used);
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

    /** The empty cell of a table would have bound it. */
    void leaveOut(String variable, Place cell) {
        leftOut.put(variable, cell);
    }

    /** It stands for nothing from here on. */
    void unbind(String variable) {
        bound.remove(variable);
    }

    /** Whether anything has asked for it so far. */
    boolean isUsed(String variable) {
        return used.contains(variable);
    }

    Bound find(Token variable, Refusals refusals) {
        var found = bound.get(variable.text());
        used.add(variable.text());
        var cell = leftOut.get(variable.text());
        if (found == null && cell != null) {
            throw refusals.giveUp(
                    cell,
                    Refusal.UNKNOWN_VARIABLE,
                    "the cell is empty, so variable (%s), which column %s of the row asks for, stands for nothing\nMaybe fill the cell, or leave that one empty too."
                            .formatted(
                                    variable.shown(), letters(variable.place().column())));
        }
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

    /** A column as spreadsheet programs name it: 28 is AB. */
    private static String letters(int column) {
        var letters = new StringBuilder();
        for (int left = column; left > 0; left = (left - 1) / LETTERS) {
            letters.insert(0, (char) ('A' + (left - 1) % LETTERS));
        }
        return letters.toString();
    }
}
