package dev.douane.service.decisions;

import dev.douane.service.platform.DurationWithin;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings of the door. */
@ConfigMapping(prefix = "douane.decisions")
public interface DecisionsConfig {
    /** How long a decision may wait for its commit; past it the answer is 503 and nothing is held. At least PT0.1S. */
    @WithDefault("PT2S")
    @WithConverter(Deadline.class)
    Duration deadline();

    /** Long enough for a commit. */
    final class Deadline extends DurationWithin implements Converter<Duration> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Deadline() {
            super("PT0.1S");
        }
    }
}
