package dev.douane.service.platform;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** An application with an empty database of its own, for tests that change what others count on. Its first key is preset. */
public class OwnInstallation implements QuarkusTestProfile {
    /** The key that it was told to begin with. */
    public static final String BOOTSTRAP_KEY = "9f86d081884c7d659a2feaa0c55ad015";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "douane.bootstrap-key",
                BOOTSTRAP_KEY,
                "douane.rulesets.activations-per-key-and-hour",
                "1000", // the classes of this application share their keys, and one schedules as many as may be
                "douane.worker.idle",
                "PT10M"); // a process that was started once is there for every class of this application
    }
}
