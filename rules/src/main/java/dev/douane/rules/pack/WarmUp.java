package dev.douane.rules.pack;

import dev.douane.rules.catalog.JurisdictionGroups;
import java.util.ArrayList;

/** Asks freshly loaded rules what their packs' scenarios ask, so that the first real calls find sessions made and code compiled. */
public final class WarmUp {
    private static final int CALLS = 1_000;

    private final JurisdictionGroups groups;

    /** @param groups what jurisdiction groups the scenarios may name */
    public WarmUp(JurisdictionGroups groups) {
        this.groups = groups;
    }

    /**
     * Asks about a thousand times; what is answered plays no part, for a scenario promises something of its own pack only. Takes a moment: off
     * every request.
     *
     * @return how many calls were asked, 0 where no pack has a scenario
     * @throws PackException if a scenario cannot be read
     */
    public int run(Ruleset ruleset, CompiledRules rules) throws PackException {
        var scenarios = new ArrayList<Scenario>();
        for (var entry : ruleset.entries()) {
            scenarios.addAll(new ScenarioReader(groups).read(entry.pack()));
        }
        if (scenarios.isEmpty()) {
            return 0;
        }
        var runner = new ScenarioRunner(rules);
        for (int call = 0; call < CALLS; call++) {
            var unused = runner.run(scenarios.get(call % scenarios.size()));
        }
        return CALLS;
    }
}
