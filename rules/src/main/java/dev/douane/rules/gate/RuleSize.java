package dev.douane.rules.gate;

import dev.douane.rules.drl.Place;

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
        if (++depth > GateLimits.DEPTH_MAX) {
            throw refuse(place, "brackets are nested deeper than %d", GateLimits.DEPTH_MAX);
        }
    }

    void leave() {
        depth--;
    }

    void pattern(Place place) {
        if (++patterns > GateLimits.PATTERNS_MAX) {
            throw refuse(place, "a rule has at most %d patterns", GateLimits.PATTERNS_MAX);
        }
    }

    void constraint(Place place) {
        if (++constraints > GateLimits.CONSTRAINTS_MAX) {
            throw refuse(place, "a rule has at most %d constraints", GateLimits.CONSTRAINTS_MAX);
        }
    }

    void value(Place place) {
        if (++values > GateLimits.VALUES_MAX) {
            throw refuse(place, "the lists of a rule have at most %d values together", GateLimits.VALUES_MAX);
        }
    }

    void effect(Place place) {
        if (++effects > GateLimits.EFFECTS_MAX) {
            throw refuse(place, "a rule has at most %d effects", GateLimits.EFFECTS_MAX);
        }
    }

    private Refusals.TooMuch refuse(Place place, String message, int most) {
        refusals.add(place, Refusal.LIMIT, message.formatted(most));
        return new Refusals.TooMuch();
    }
}
