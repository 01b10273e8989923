package dev.douane.rules.ledger.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.ledger.sim.SimOptions.Planted;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator finds what is broken on purpose: within 200 seeds, and by the checks that are there for it. */
class PlantedBreaksTest {
    private static final int SEEDS = 200;
    private static final int ASKS = 150;

    @ParameterizedTest(name = "{0} is found by {1}")
    @CsvSource({
        "TURN_PASSED_TOO_EARLY, C7",
        "UNKNOWN_TAKEN_FOR_FAILED, C3",
        "FENCE_GRANTED_TOO_EARLY, C3",
        "HOLD_ENDED_TWICE, C4 C2",
        "STALE_FIGURE_BELIEVED, C1",
        "ENTRIES_OUT_OF_ORDER, C5 C4"
    })
    void is_found(Planted planted, String checks) {
        var first = new TreeMap<String, Long>();
        var wanted = new TreeSet<>(Set.of(checks.split(" ", -1)));
        for (long seed = 1; seed <= SEEDS && !first.keySet().containsAll(wanted); seed++) {
            var failure = Simulation.run(seed, SimOptions.of(seed, ASKS).planting(planted));
            if (failure != null) {
                first.putIfAbsent(failure.check(), seed);
            }
        }
        assertThat(first)
                .as("the first seed that each check found it with")
                .containsKeys(wanted.toArray(String[]::new));
    }
}
