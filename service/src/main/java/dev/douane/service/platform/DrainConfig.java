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

    /** When no more connections are accepted although somebody still asks; and how long those there are may then take to end. */
    @WithDefault("PT10S")
    @WithConverter(DurationOrNone.class)
    Duration longest();
}
