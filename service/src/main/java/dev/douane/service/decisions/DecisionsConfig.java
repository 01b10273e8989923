package dev.douane.service.decisions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the door. */
@ConfigMapping(prefix = "douane.decisions")
public interface DecisionsConfig {
    /** How long a decision may wait for its commit; past it the answer is 503 and nothing is held. At least PT0.1S. */
    @WithDefault("PT2S")
    Duration deadline();
}
