package dev.douane.service.traffic;

import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.SettableTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * An installation that is started at the same moment every time, and in which nothing happens by itself: what comes round (expiry, lengths, pictures of budgets) is done by the test, between two requests.
 * A start of its own, since other tests leave budgets, rulesets and later clocks behind.
 */
public final class AtAFixedTime extends OwnInstallation {
    /** Eleven minutes before a month ends. */
    static final Instant START = Instant.parse("2027-03-31T23:49:00Z");

    @Override
    public Map<String, String> getConfigOverrides() {
        var overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put(SettableTime.AT_START, START.toString());
        overrides.put("quarkus.scheduler.enabled", "false");
        overrides.put("douane.budget.refresh-every", "PT24H");
        return overrides;
    }
}
