package dev.douane.service.reconciliation;

import dev.douane.service.platform.DurationWithin;
import dev.douane.service.platform.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings of the checks of the ledger. */
@ConfigMapping(prefix = "douane.books")
public interface ReconciliationConfig {
    /** How old the last check may be before a node makes the next one; the nodes share the work. At least PT10S. */
    @WithDefault("PT15M")
    @WithConverter(CheckAfter.class)
    Duration checkAfter();

    /** How long a check that was asked for may take; past it the answer is 503. */
    @WithDefault("PT30S")
    @WithConverter(PositiveDuration.class)
    Duration checkLimit();

    /** How long a check in the background may take. */
    @WithDefault("PT10M")
    @WithConverter(PositiveDuration.class)
    Duration backgroundLimit();

    /** A check reads every account: not more often than this. */
    final class CheckAfter extends DurationWithin implements Converter<Duration> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public CheckAfter() {
            super("PT10S");
        }
    }
}
