package dev.douane.rules.validator;

import dev.douane.rules.drl.Place;
import dev.douane.rules.limits.Size;

/** Counts what a rule holds, and stops at the limits. */
final class RuleSize {
    private final Refusals refusals;
    private int depth;
    private int patterns;
    private int constraints;
    private int values;
    private int effects;

    RuleSize(Refusals refusals) {
        this.refusals = refusals;
    }

    void enter(Place place) {
        if (++depth > Size.BRACKETS.most()) {
            throw refuse(place, "brackets are nested deeper than %d", Size.BRACKETS.most());
        }
    }

    void leave() {
        depth--;
    }

    void pattern(Place place) {
        if (++patterns > Size.PATTERNS.most()) {
            throw refuse(place, "a rule has at most %d patterns", Size.PATTERNS.most());
        }
    }

    void constraint(Place place) {
        if (++constraints > Size.CONSTRAINTS.most()) {
            throw refuse(place, "a rule has at most %d constraints", Size.CONSTRAINTS.most());
        }
    }

    void value(Place place) {
        if (++values > Size.VALUES.most()) {
            throw refuse(place, "the lists of a rule have at most %d values together", Size.VALUES.most());
        }
    }

    void effect(Place place) {
        if (++effects > Size.EFFECTS.most()) {
            throw refuse(place, "a rule has at most %d effects", Size.EFFECTS.most());
        }
    }

    private Refusals.TooMuch refuse(Place place, String message, int most) {
        refusals.add(place, Refusal.LIMIT, message.formatted(most));
        return new Refusals.TooMuch();
    }
}
