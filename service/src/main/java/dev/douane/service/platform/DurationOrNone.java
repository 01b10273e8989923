package dev.douane.service.platform;

import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A duration, or none at all. */
public final class DurationOrNone extends DurationWithin implements Converter<Duration> {
    private static final long serialVersionUID = 1L;

    /** For the configuration. */
    public DurationOrNone() {
        super("PT0S");
    }
}
