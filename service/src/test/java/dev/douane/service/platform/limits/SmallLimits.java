package dev.douane.service.platform.limits;

import static java.util.Map.entry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Limits that a test reaches with a few connections and within a second or two, and figures for nobody but those who read figures; for all tests of either, since
 * each profile is a start.
 */
public class SmallLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                entry("douane.identity.metrics-roles", "metrics"),
                entry("douane.limits.body-bytes", "12M"),
                entry("douane.limits.body-bytes-per-key", "8M"),
                entry("douane.limits.body-deadline", "PT6S"),
                entry("douane.limits.exports", "3"),
                entry("douane.limits.exports-per-key", "2"),
                entry("douane.limits.reads-per-key", "4"),
                entry("douane.limits.requests-at-once", "40"),
                entry("douane.limits.requests-per-second", "20"),
                entry("douane.limits.requests-burst", "200"),
                entry("douane.limits.new-accounts-per-key-and-hour", "10"),
                entry("douane.limits.unknown-keys-per-second", "5"));
    }
}
