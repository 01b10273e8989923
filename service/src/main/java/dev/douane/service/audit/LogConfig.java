package dev.douane.service.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the decision log. */
@ConfigMapping(prefix = "douane.log")
public interface LogConfig {
    /** How long a decision is kept. Whole calendar months are dropped once all of them is older; never set it under what the law asks of you. */
    @WithDefault("P183D")
    Duration retention();

    /** How many calendar months after this one are prepared for, 1 to 24. */
    @WithDefault("3")
    int monthsAhead();
}
