package dev.douane.service.audit;

import dev.douane.service.platform.DurationWithin;
import dev.douane.service.platform.NumberWithin;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings of the decision log. */
@ConfigMapping(prefix = "douane.log")
public interface LogConfig {
    /** How long a decision is kept. Whole calendar months are dropped once all of them is older; never set it under what the law asks of you. */
    @WithDefault("P183D")
    @WithConverter(Retention.class)
    Duration retention();

    /** How many calendar months after this one are prepared for, 1 to 24. */
    @WithDefault("3")
    @WithConverter(MonthsAhead.class)
    int monthsAhead();

    /** A day or more. */
    final class Retention extends DurationWithin implements Converter<Duration> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Retention() {
            super("P1D");
        }
    }

    /** The coming month at least, two years at most. */
    final class MonthsAhead extends NumberWithin implements Converter<Integer> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public MonthsAhead() {
            super(1, 24);
        }
    }
}
