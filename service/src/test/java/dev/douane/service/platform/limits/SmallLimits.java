package dev.douane.service.platform.limits;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Limits that a test reaches with a few connections and within a second or two, and figures for nobody but those who read figures; for all tests of either, since
 * each profile is a start.
 */
public class SmallLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "douane.identity.metrics-roles", "metrics",
                "douane.limits.body-bytes", "12M",
                "douane.limits.body-bytes-per-key", "8M",
                "douane.limits.body-deadline", "PT6S",
                "douane.limits.exports", "3",
                "douane.limits.exports-per-key", "2",
                "douane.limits.requests-per-second", "20",
                "douane.limits.requests-burst", "200",
                "douane.limits.new-accounts-per-key-and-hour", "10",
                "douane.limits.unknown-keys-per-second", "5");
    }
}
