package dev.douane.service.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the identity slice. */
@ConfigMapping(prefix = "douane.identity")
public interface IdentityConfig {
    /**
     * How long a key that was looked up is believed without asking the database again; at most 30 seconds. A key revoked on another node
     * works here for this long at most.
     */
    @WithDefault("PT20S")
    Duration cacheTtl();

    /** How many keys, known and unknown, are remembered; at least 100. */
    @WithDefault("10000")
    int cacheSize();

    /** How long a call waits for a key to be looked up; past it the answer is 503. */
    @WithDefault("PT1.5S")
    Duration lookupLimit();
}
