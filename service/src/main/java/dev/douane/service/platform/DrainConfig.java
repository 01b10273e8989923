package dev.douane.service.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the server leaves. */
@ConfigMapping(prefix = "douane.drain")
public interface DrainConfig {
    /**
     * How long nobody must have asked anything before the server stops. Longer than two health checks, where a balancer has to find out by
     * itself that it leaves.
     */
    @WithDefault("PT0.5S")
    @WithConverter(DurationOrNone.class)
    Duration quiet();

    /**
     * How long a stop may take from its beginning until nobody is connected any more. After half of it no more connections are accepted although somebody
     * still asks; at its end, what is still under way is broken off.
     */
    @WithDefault("PT5S")
    @WithConverter(DurationOrNone.class)
    Duration longest();
}
