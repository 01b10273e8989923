package dev.douane.rules.analysis;

import dev.douane.rules.drl.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One way in which a rule's conditions may hold.
 *
 * @param single what must hold of the facts of which there is exactly one
 * @param present of each of these there is at least one
 * @param absent of each of these there is none
 */
record Situation(Case single, List<Some> present, List<Some> absent) {
    static final Situation ANY = new Situation(Case.ANYTHING, List.of(), List.of());

    /** A budget or an outage for which a case holds. */
    record Some(Fact fact, Case such) {
        boolean implies(Some other) {
            return fact == other.fact && such.implies(other.such);
        }
    }

    Situation {
        present = List.copyOf(present);
        absent = List.copyOf(absent);
    }

    Situation and(Situation other) {
        return new Situation(single.and(other.single), joined(present, other.present), joined(absent, other.absent));
    }

    private static List<Some> joined(List<Some> first, List<Some> second) {
        var both = new ArrayList<>(first);
        both.addAll(second);
        return both.stream().distinct().toList();
    }

    boolean isImpossible() {
        return single.isImpossible()
                || present.stream()
                        .anyMatch(some ->
                                some.such().isImpossible() || absent.stream().anyMatch(some::implies));
    }

    boolean implies(Situation other) {
        return isImpossible()
                || (single.implies(other.single)
                        && other.present.stream()
                                .allMatch(asked -> present.stream().anyMatch(own -> own.implies(asked)))
                        && other.absent.stream()
                                .allMatch(asked -> absent.stream().anyMatch(asked::implies)));
    }

    /** The fields that no value is left for, with what each of them is. */
    List<String> contradictions() {
        var found = new ArrayList<String>();
        found.addAll(contradictions(single));
        present.forEach(some -> found.addAll(contradictions(some.such())));
        return found.stream().distinct().toList();
    }

    private static List<String> contradictions(Case such) {
        return such.asked().entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(entry -> Literals.shown(entry.getKey()))
                .collect(Collectors.toList());
    }
}
