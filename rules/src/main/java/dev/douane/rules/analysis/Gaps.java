package dev.douane.rules.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * What a list of rules leaves uncovered.
 *
 * @param fields the fields that the rules look at
 * @param combinations of the values that the rules tell apart
 * @param count how many of those no rule covers
 * @param examples the first of them, for people
 */
public record Gaps(List<String> fields, int combinations, int count, List<String> examples) {
    private static final int COMBINATIONS_MAX = 20_000;

    public Gaps {
        fields = List.copyOf(fields);
        examples = List.copyOf(examples);
    }

    /** Empty where a rule looks at more than single facts and one budget, or there are too many combinations to look at. */
    static Optional<Gaps> of(List<List<Situation>> rules, int examplesMax, LongConsumer spend) {
        var covered = new ArrayList<Case>();
        for (var ways : rules) {
            for (var way : ways) {
                if (way.present().size() > 1 || !way.absent().isEmpty()) {
                    return Optional.empty();
                }
                covered.add(
                        way.present().isEmpty()
                                ? way.single()
                                : way.single().and(way.present().getFirst().such()));
            }
        }
        var asked = new TreeMap<String, List<Values>>();
        covered.forEach(each -> each.asked()
                .forEach((key, values) ->
                        asked.computeIfAbsent(key, unused -> new ArrayList<>()).add(values)));
        var points = new TreeMap<String, List<Values>>();
        asked.forEach((key, values) -> points.put(key, points(values)));
        long combinations = points.values().stream()
                .mapToLong(List::size)
                .reduce(1, (a, b) -> Math.min(a * b, COMBINATIONS_MAX + 1L));
        if (points.isEmpty() || combinations > COMBINATIONS_MAX) {
            return Optional.empty();
        }
        var all = List.of(Case.ANYTHING);
        for (var entry : points.entrySet()) {
            var next = new ArrayList<Case>();
            for (var before : all) {
                for (var point : entry.getValue()) {
                    var more = new TreeMap<>(before.asked());
                    more.put(entry.getKey(), point);
                    next.add(new Case(more));
                }
            }
            all = next;
        }
        var possible = all.stream().filter(Gaps::isPossible).toList();
        spend.accept((long) possible.size() * covered.size());
        var open = possible.stream()
                .filter(point -> covered.stream().noneMatch(point::implies))
                .toList();
        return Optional.of(new Gaps(
                points.keySet().stream().map(Literals::shown).toList(),
                possible.size(),
                open.size(),
                open.stream().limit(examplesMax).map(Gaps::describe).toList()));
    }

    /** A set cannot hold something and be empty. */
    private static boolean isPossible(Case point) {
        var yes = WordValues.truth(true);
        return point.asked().entrySet().stream()
                .filter(entry -> entry.getKey().contains(" contains ")
                        && entry.getValue().equals(yes))
                .noneMatch(entry -> yes.equals(point.asked()
                        .get(entry.getKey().substring(0, entry.getKey().indexOf(" contains ")) + ".empty")));
    }

    /** The values that the rules tell apart: words one by one, numbers range by range. */
    private static List<Values> points(List<Values> asked) {
        return asked.getFirst() instanceof WordValues ? words(asked) : numbers(asked);
    }

    private static List<Values> words(List<Values> asked) {
        var first = (WordValues) asked.getFirst();
        var words = new TreeSet<String>();
        asked.forEach(values -> words.addAll(((WordValues) values).words()));
        if (first.known() != null) {
            words.addAll(first.known());
        }
        var points = new ArrayList<Values>();
        words.forEach(word -> points.add(WordValues.exactly(List.of(word), first.mayBeMissing(), first.known())));
        var missing = WordValues.onlyMissing(first.mayBeMissing(), first.known());
        if (isNamed(missing, asked)) {
            points.add(missing);
        }
        return points;
    }

    private static List<Values> numbers(List<Values> asked) {
        var universe = ((NumberValues) asked.getFirst()).universe();
        var cuts = new TreeSet<>(universe.cuts());
        asked.forEach(values -> cuts.addAll(((NumberValues) values).cuts()));
        var ascending = List.copyOf(cuts);
        var points = new ArrayList<Values>();
        for (int i = 0; i < ascending.size(); i++) {
            var segment = ascending.subList(i, Math.min(i + 2, ascending.size()));
            var point = new NumberValues(segment, false, universe);
            if (point.isWithin(new NumberValues(universe.cuts(), false, universe))) {
                points.add(point);
            }
        }
        var missing = NumberValues.onlyMissing(universe);
        if (isNamed(missing, asked)) {
            points.add(missing);
        }
        return points;
    }

    /** Whether a rule asks for what is missing, or for all that is not: it is a value like others then. */
    private static boolean isNamed(Values missing, List<Values> asked) {
        return !missing.isEmpty()
                && asked.stream().anyMatch(values -> values.equals(missing) || values.equals(missing.not()));
    }

    private static String describe(Case point) {
        return point.asked().entrySet().stream()
                .map(entry ->
                        Literals.shown(entry.getKey()) + " " + entry.getValue().describe())
                .collect(Collectors.joining(", "));
    }
}
