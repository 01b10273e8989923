package dev.douane.service.platform;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Reads a duration that has bounds, so that a setting declares them beside its default. What is outside stops the start.
 *
 * <p>Each bound is a class of its own, in a file of its own or beside its setting, and names {@link Converter} again: the configuration looks
 * for it there only.
 */
public abstract class DurationWithin implements Converter<Duration> {
    private static final long serialVersionUID = 1L;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Duration least;
    private final Duration most;

    /** At least that long, and at most a hundred years, which every clock can count. */
    protected DurationWithin(String least) {
        this(least, LONGEST.toString());
    }

    /**
     * Both bounds, inclusive.
     *
     * @param least ISO 8601
     * @param most ISO 8601
     */
    protected DurationWithin(String least, String most) {
        this.least = Duration.parse(least);
        this.most = Duration.parse(most);
    }

    @Override
    public @Nullable Duration convert(String said) {
        if (said.isBlank()) {
            return null;
        }
        var duration = parse(said);
        if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException("must be at least " + least);
        }
        if (duration.compareTo(most) > 0) {
            throw new IllegalArgumentException("must be at most " + most);
        }
        return duration;
    }

    private static Duration parse(String said) {
        try {
            return DurationConverter.parseDuration(said.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a duration such as PT15M or P30D", e);
        }
    }
}
