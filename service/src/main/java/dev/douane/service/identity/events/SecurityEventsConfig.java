package dev.douane.service.identity.events;

import dev.douane.service.platform.DurationWithin;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings of security events. */
@ConfigMapping(prefix = "douane.security-events")
public interface SecurityEventsConfig {
    /** How long an event is kept. Whole calendar months are dropped once all of them is older; who looks for an intruder looks back further than a quarter. */
    @WithDefault("P366D")
    @WithConverter(Retention.class)
    Duration retention();

    /** A day or more. */
    final class Retention extends DurationWithin implements Converter<Duration> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Retention() {
            super("P1D");
        }
    }
}
