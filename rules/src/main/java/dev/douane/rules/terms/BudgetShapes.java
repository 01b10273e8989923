package dev.douane.rules.terms;

import dev.douane.rules.call.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Budgets, found by the values their selectors fix, so that a call costs what it touches, not what there is.
 *
 * <p>Budgets that fix the same attributes are one shape; a shape has a map from values to budgets. Of lists, the first is written out into the
 * map value by value, and any further one is compared: written out together they would multiply.
 */
final class BudgetShapes {
    private record Shape(List<Attribute> indexed, Map<List<String>, List<BookedBudget>> byValues) {
        @Nullable
        List<BookedBudget> of(Caller caller, @Nullable Target target) {
            if (indexed.size() == 1) {
                var value = indexed.getFirst().of(caller, target);
                return value == null ? null : byValues.get(List.of(value));
            }
            var values = new ArrayList<String>(indexed.size());
            for (var attribute : indexed) {
                var value = attribute.of(caller, target);
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return byValues.get(values);
        }
    }

    private final List<Shape> shapes;

    BudgetShapes(Collection<BookedBudget> budgets) {
        var byIndexed = new LinkedHashMap<List<Attribute>, Shape>();
        for (var budget : budgets) {
            var indexed = indexed(budget.scope());
            var shape = byIndexed.computeIfAbsent(indexed, key -> new Shape(key, new LinkedHashMap<>()));
            for (var values : values(budget.scope(), indexed)) {
                shape.byValues()
                        .computeIfAbsent(values, key -> new ArrayList<>())
                        .add(budget);
            }
        }
        shapes = List.copyOf(byIndexed.values());
    }

    boolean isEmpty() {
        return shapes.isEmpty();
    }

    /** Every budget whose selector matches. */
    void matching(Caller caller, @Nullable Target target, Consumer<BookedBudget> found) {
        for (var shape : shapes) {
            var candidates = shape.of(caller, target);
            if (candidates != null) {
                for (var budget : candidates) {
                    if (!budget.isToBeCompared() || budget.scope().matches(caller, target)) {
                        found.accept(budget);
                    }
                }
            }
        }
    }

    private static List<Attribute> indexed(ScopeSelector scope) {
        var indexed = new ArrayList<Attribute>();
        var lists = 0;
        for (var attribute : scope.fixed()) {
            if (scope.wanted().getOrDefault(attribute, Wanted.EACH).values().size() == 1 || lists++ == 0) {
                indexed.add(attribute);
            }
        }
        return indexed;
    }

    /** Whether the map alone does not tell a match. */
    static boolean isToBeCompared(ScopeSelector scope) {
        return indexed(scope).size() < scope.fixed().size();
    }

    private static List<List<String>> values(ScopeSelector scope, List<Attribute> indexed) {
        var all = new ArrayList<List<String>>(List.of(List.of()));
        for (var attribute : indexed) {
            var longer = new ArrayList<List<String>>();
            for (var value : scope.wanted().getOrDefault(attribute, Wanted.EACH).values()) {
                for (var begun : all) {
                    var one = new ArrayList<>(begun);
                    one.add(value);
                    longer.add(one);
                }
            }
            all = longer;
        }
        return all;
    }
}
