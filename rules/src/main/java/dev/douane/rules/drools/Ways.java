package dev.douane.rules.drools;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways in which the conditions of a rule can come true. Each is a list of patterns and of what there is none of or one of, and holds no
 * {@code or}: the engine gets a rule for each, since it mixes up what is bound in groups inside of groups.
 */
final class Ways {
    private Ways() {}

    /** At least one; not more than the validator lets through. */
    static List<List<Condition>> of(List<Condition> when) {
        return all(when);
    }

    /** Every way of one with every way of the others. */
    private static List<List<Condition>> all(List<Condition> conditions) {
        var ways = List.of(List.<Condition>of());
        for (var condition : conditions) {
            var each = of(condition);
            ways = ways.stream()
                    .flatMap(way -> each.stream().map(more -> joined(way, more)))
                    .toList();
        }
        return ways;
    }

    private static List<Condition> joined(List<Condition> one, List<Condition> other) {
        var joined = new ArrayList<>(one);
        joined.addAll(other);
        return List.copyOf(joined);
    }

    private static List<List<Condition>> of(Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern -> List.of(List.of(pattern));
            case Condition.And(var parts, var unused) -> all(parts);
            case Condition.Or(var parts, var unused) ->
                parts.stream().flatMap(part -> of(part).stream()).toList();
            case Condition.Exists(var inner, var place) ->
                of(inner).stream().map(way -> List.of(some(way, place))).toList();
            case Condition.Not(var inner, var place) ->
                List.of(of(inner).stream().map(way -> none(way, place)).toList());
        };
    }

    /** There is something for which all of these hold. */
    private static Condition some(List<Condition> way, Place place) {
        var only = group(way, place);
        return only instanceof Condition.Pattern || only instanceof Condition.And
                ? new Condition.Exists(only, place)
                : only;
    }

    /** There is nothing for which all of these hold. */
    private static Condition none(List<Condition> way, Place place) {
        return switch (group(way, place)) {
            case Condition.Not(var inner, var unused) -> new Condition.Exists(inner, place);
            case Condition.Exists(var inner, var unused) -> new Condition.Not(inner, place);
            case Condition.Pattern pattern -> new Condition.Not(pattern, place);
            case Condition.And and -> new Condition.Not(and, place);
            case Condition.Or or -> throw new IllegalArgumentException("no way holds an or: " + or.place());
        };
    }

    private static Condition group(List<Condition> way, Place place) {
        return way.size() == 1 ? way.getFirst() : new Condition.And(way, place);
    }
}
