package dev.douane.rules.pack;

import dev.douane.rules.catalog.JurisdictionGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Asks freshly loaded rules what scenarios ask, so that the first real calls find sessions made and code compiled. */
public final class WarmUp {
    private static final int CALLS = 1_000;

    private final List<Scenario> scenarios = new ArrayList<>();

    /**
     * Reads what is asked.
     *
     * @param groups what jurisdiction groups the scenarios may name
     * @param packs whose scenarios are asked, of whatever rules: those of the program, where what others wrote is not to be read
     * @throws PackException if a scenario cannot be read
     */
    public WarmUp(JurisdictionGroups groups, List<Pack> packs) throws PackException {
        for (var pack : packs) {
            scenarios.addAll(new ScenarioReader(groups).read(pack));
        }
    }

    /**
     * Asks about a thousand times; what is answered plays no part, for a scenario promises something of its own pack only. Takes a moment: off
     * every request.
     *
     * @param goOn asked before each call: false where it has taken long enough
     * @return how many calls were asked, 0 where there is no scenario
     */
    public int run(CompiledRules rules, BooleanSupplier goOn) {
        var runner = new ScenarioRunner(rules);
        int call = 0;
        while (call < CALLS && !scenarios.isEmpty() && goOn.getAsBoolean()) {
            var unused = runner.run(scenarios.get(call % scenarios.size()));
            call++;
        }
        return call;
    }
}
