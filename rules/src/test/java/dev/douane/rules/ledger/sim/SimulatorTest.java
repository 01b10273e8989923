package dev.douane.rules.ledger.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Sequencer, writer programs and core in virtual time, against a database and gateways that do what real ones may do: {@link Checks} C1 to C9
 * hold for every seed.
 *
 * <p>{@code -Ddouane.sim.seeds=1000000} runs for longer; {@code -Ddouane.sim.first=4711} begins elsewhere. A failure tells the seed, the shortest
 * run of it that fails, and its last events; {@code -Ddouane.sim.first=SEED -Ddouane.sim.seeds=1} repeats it.
 */
class SimulatorTest {
    private static final int ASKS = 150;
    private static final long FIRST = Long.getLong("douane.sim.first", 1);
    private static final long SEEDS = Long.getLong("douane.sim.seeds", 1_000);

    @Test
    void whatever_goes_wrong_money_and_answers_are_right() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            var failure = Simulation.run(seed, SimOptions.of(seed, ASKS));
            if (failure != null) {
                fail("%s%n%nshortest: %s", failure, Simulation.shortest(failure));
            }
        }
    }

    @Test
    void the_same_seed_is_the_same_run_event_by_event() {
        for (long seed = FIRST; seed < FIRST + 5; seed++) {
            assertThat(story(seed)).isEqualTo(story(seed));
        }
    }

    private static String story(long seed) {
        var world = new World(seed, SimOptions.of(seed, ASKS));
        world.run();
        return world.story();
    }
}
