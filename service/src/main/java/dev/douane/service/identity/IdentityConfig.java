package dev.douane.service.identity;

import dev.douane.service.platform.DurationWithin;
import dev.douane.service.platform.NumberWithin;
import dev.douane.service.platform.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings of the identity slice. */
@ConfigMapping(prefix = "douane.identity")
public interface IdentityConfig {
    /**
     * How long a key that was looked up is believed without asking the database again; at most 30 seconds. A key revoked on another node
     * works here for this long at most.
     */
    @WithDefault("PT20S")
    @WithConverter(CacheTtl.class)
    Duration cacheTtl();

    /** How many keys, known and unknown, are remembered; at least 100. */
    @WithDefault("10000")
    @WithConverter(CacheSize.class)
    int cacheSize();

    /** How long a call waits for a key to be looked up; past it the answer is 503. */
    @WithDefault("PT1.5S")
    @WithConverter(PositiveDuration.class)
    Duration lookupLimit();

    /** A revoked key works elsewhere for no longer than this. */
    final class CacheTtl extends DurationWithin implements Converter<Duration> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public CacheTtl() {
            super("PT0.001S", "PT30S");
        }
    }

    /** Fewer would be looked up again and again. */
    final class CacheSize extends NumberWithin implements Converter<Integer> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public CacheSize() {
            super(100, 10_000_000);
        }
    }
}
