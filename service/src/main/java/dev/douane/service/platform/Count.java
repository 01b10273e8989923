package dev.douane.service.platform;

import org.eclipse.microprofile.config.spi.Converter;

/** How many of something: one or more. */
public final class Count extends NumberWithin implements Converter<Integer> {
    private static final long serialVersionUID = 1L;

    /** For the configuration. */
    public Count() {
        super(1, 100_000_000);
    }
}
