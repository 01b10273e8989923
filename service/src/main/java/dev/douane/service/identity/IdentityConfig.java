package dev.douane.service.identity;

import dev.douane.service.platform.DurationWithin;
import dev.douane.service.platform.NumberWithin;
import dev.douane.service.platform.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

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

    /**
     * How long the first key goes on once there is another with role {@code admin} that does not expire; {@code never} lets it go on for ever.
     */
    @WithDefault("PT24H")
    @WithConverter(FirstKeyEnd.class)
    Duration firstKeyEndsAfter();

    /** Any key of one of these reads {@code /q/metrics}; a list with {@code metrics} alone keeps it from all others. */
    @WithDefault("admin,approver,auditor,author,finops,gateway,metrics")
    Set<@WithConverter(Role.class) String> metricsRoles();

    /** A revoked key works elsewhere for no longer than this. */
    final class CacheTtl extends DurationWithin implements Converter<Duration> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public CacheTtl() {
            super("PT0.001S", "PT30S");
        }
    }

    /** A time, or none. */
    final class FirstKeyEnd extends DurationWithin implements Converter<Duration> {
        /** Longer than any key has to do with. */
        static final Duration NEVER = Duration.ofDays(36_500);

        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public FirstKeyEnd() {
            super("PT0S");
        }

        @Override
        public @Nullable Duration convert(String said) {
            return said.strip().equals("never") ? NEVER : super.convert(said);
        }
    }

    /** One of {@link Roles#ALL}. */
    final class Role implements Converter<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String said) {
            var role = said.strip();
            if (!Roles.ALL.contains(role)) {
                throw new IllegalArgumentException("must be one of %s".formatted(String.join(", ", Roles.ALL)));
            }
            return role;
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
