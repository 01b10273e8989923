package dev.douane.rules.ledger.sim;

import org.jspecify.annotations.Nullable;

/** One run of a {@link World}, and what is told of it where it fails. */
final class Simulation {
    /**
     * A run in which a check does not hold.
     *
     * @param story its last events
     */
    record Failure(long seed, SimOptions options, SimFailure why, String story) {
        String check() {
            return why.check();
        }

        @Override
        public String toString() {
            return "seed %d, %s%n%s%n%s".formatted(seed, options, why.getMessage(), story);
        }
    }

    private Simulation() {}

    /** Null where all holds. */
    static @Nullable Failure run(long seed, SimOptions options) {
        var world = new World(seed, options);
        try {
            world.run();
            return null;
        } catch (SimFailure why) {
            return new Failure(seed, options, why, world.story());
        }
    }

    /** The same seed with fewer and fewer asks, for as long as it fails. */
    static Failure shortest(Failure failure) {
        var shortest = failure;
        for (int asks = failure.options().asks() / 2; asks > 0; asks /= 2) {
            var shorter = run(failure.seed(), failure.options().asking(asks));
            if (shorter == null) {
                return shortest;
            }
            shortest = shorter;
        }
        return shortest;
    }
}
