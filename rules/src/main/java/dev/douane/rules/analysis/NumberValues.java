package dev.douane.rules.analysis;

import dev.douane.rules.drl.Relation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, as the places where one crosses into the set or out of it.
 *
 * @param cuts ascending; in from the first, out from the second, and so on
 * @param missing whether the missing value is among them
 * @param universe what the field may hold
 */
record NumberValues(List<Cut> cuts, boolean missing, Universe universe) implements Values {
    /**
     * What a field may hold.
     *
     * @param cuts as in {@link NumberValues}
     * @param whole whether only whole numbers
     */
    record Universe(List<Cut> cuts, boolean whole, boolean mayBeMissing) {
        Universe {
            cuts = List.copyOf(cuts);
        }
    }

    NumberValues {
        cuts = List.copyOf(cuts);
        missing = missing && universe.mayBeMissing();
    }

    /** The values that stand in {@code relation} to {@code limit}. */
    static NumberValues of(Relation relation, BigDecimal limit, Universe universe) {
        var below = universe.whole() ? Cut.below(limit.setScale(0, RoundingMode.CEILING)) : Cut.below(limit);
        var above = universe.whole()
                ? Cut.below(limit.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE))
                : Cut.above(limit);
        var cuts = switch (relation) {
            case EQUAL -> below.equals(above) ? List.<Cut>of() : List.of(below, above);
            case NOT_EQUAL -> below.equals(above) ? List.of(Cut.LOWEST) : List.of(Cut.LOWEST, below, above);
            case LESS -> List.of(Cut.LOWEST, below);
            case AT_MOST -> List.of(Cut.LOWEST, above);
            case MORE -> List.of(above);
            case AT_LEAST -> List.of(below);
        };
        return new NumberValues(
                combined(cuts, universe.cuts(), (a, b) -> a && b), relation == Relation.NOT_EQUAL, universe);
    }

    static NumberValues onlyMissing(Universe universe) {
        return new NumberValues(List.of(), true, universe);
    }

    @Override
    public Values and(Values other) {
        var that = (NumberValues) other;
        return new NumberValues(combined(cuts, that.cuts, (a, b) -> a && b), missing && that.missing, universe);
    }

    @Override
    public Values or(Values other) {
        var that = (NumberValues) other;
        return new NumberValues(combined(cuts, that.cuts, (a, b) -> a || b), missing || that.missing, universe);
    }

    @Override
    public Values not() {
        return new NumberValues(combined(universe.cuts(), cuts, (all, own) -> all && !own), !missing, universe);
    }

    @Override
    public boolean isEmpty() {
        return cuts.isEmpty() && !missing;
    }

    private static List<Cut> combined(List<Cut> first, List<Cut> second, BinaryOperator<Boolean> rule) {
        var all = new TreeSet<>(first);
        all.addAll(second);
        var cuts = new ArrayList<Cut>();
        boolean in = false;
        for (var cut : all) {
            boolean now = rule.apply(isIn(first, cut), isIn(second, cut));
            if (now != in) {
                cuts.add(cut);
                in = now;
            }
        }
        return cuts;
    }

    /** Whether the numbers just behind {@code at} are in the set. */
    private static boolean isIn(List<Cut> cuts, Cut at) {
        return cuts.stream().filter(cut -> cut.compareTo(at) <= 0).count() % 2 == 1;
    }

    @Override
    public String describe() {
        var parts = new ArrayList<String>();
        for (int i = 0; i < cuts.size(); i += 2) {
            var from = cuts.get(i);
            var to = i + 1 < cuts.size() ? cuts.get(i + 1) : null;
            parts.add(between(from, to));
        }
        if (missing) {
            parts.add("missing");
        }
        return parts.isEmpty() ? "nothing" : String.join(" or ", parts);
    }

    private static String between(Cut from, @Nullable Cut to) {
        var low = from.value() == null ? "" : (from.above() ? "more than " : "at least ") + plain(from.value());
        var high = to == null || to.value() == null ? "" : (to.above() ? "at most " : "less than ") + plain(to.value());
        if (low.isEmpty() && high.isEmpty()) {
            return "any number";
        }
        if (to != null
                && from.value() != null
                && to.value() != null
                && Cut.below(from.value()).equals(Cut.below(to.value()))) {
            return plain(from.value());
        }
        return low.isEmpty() || high.isEmpty() ? low + high : low + " and " + high;
    }

    private static String plain(BigDecimal value) {
        return value.toPlainString();
    }
}
