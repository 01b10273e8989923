package dev.douane.service.platform;

import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A duration of a millisecond or more. */
public final class PositiveDuration extends DurationWithin implements Converter<Duration> {
    private static final long serialVersionUID = 1L;

    /** For the configuration. */
    public PositiveDuration() {
        super("PT0.001S");
    }
}
