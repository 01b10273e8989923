package dev.douane.service.rulesets;

import dev.douane.service.platform.Count;
import dev.douane.service.platform.DurationOrNone;
import dev.douane.service.platform.NumberWithin;
import dev.douane.service.platform.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Settings of the rulesets slice. */
@ConfigMapping(prefix = "douane.rulesets")
public interface RulesetsConfig {
    /** The output cap, in tokens, of a call that sets none; at least 1. A change makes another ruleset. */
    @WithDefault("4096")
    @WithConverter(Count.class)
    int defaultMaxOutputTokens();

    /** The zone of the clock that rules see. A change makes another ruleset. */
    @WithDefault("UTC")
    @WithConverter(ZoneName.class)
    ZoneId zone();

    /** How long a compilation may take before it is given up. */
    @WithDefault("PT3M")
    @WithConverter(PositiveDuration.class)
    Duration compileLimit();

    /** How long a ruleset that left force stays ready for decisions that began under it. */
    @WithDefault("PT1M")
    @WithConverter(DurationOrNone.class)
    Duration retireAfter();

    /** How many new rulesets one key proposes in 24 hours; past it 429. Zero is no limit. */
    @WithDefault("200")
    @WithConverter(Times.class)
    int proposalsPerKeyAndDay();

    /** How many activations one key asks for in an hour, scheduled ones among them and roll-backs not; past it 429. Zero is no limit. */
    @WithDefault("60")
    @WithConverter(Times.class)
    int activationsPerKeyAndHour();

    /** So often, or no limit. */
    final class Times extends NumberWithin implements Converter<Integer> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Times() {
            super(0, 1_000_000);
        }
    }

    /** A zone that there is. */
    final class ZoneName implements Converter<ZoneId> {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable ZoneId convert(String said) {
            if (said.isBlank()) {
                return null;
            }
            try {
                return ZoneId.of(said.strip());
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("must be a time zone such as Europe/Berlin or UTC", e);
            }
        }
    }
}
