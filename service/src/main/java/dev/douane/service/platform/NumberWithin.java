package dev.douane.service.platform;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole number that has bounds, so that a setting declares them beside its default. What is outside stops the start.
 *
 * <p>Each bound is a class of its own, in a file of its own or beside its setting, and names {@link Converter} again: the configuration looks
 * for it there only.
 */
public abstract class NumberWithin implements Converter<Integer> {
    private static final long serialVersionUID = 1L;

    private final int least;
    private final int most;

    /** Both bounds, inclusive. */
    protected NumberWithin(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public @Nullable Integer convert(String said) {
        if (said.isBlank()) {
            return null;
        }
        var refused = new IllegalArgumentException("must be a whole number from %d to %d".formatted(least, most));
        try {
            var number = WholeNumber.parse(said.strip());
            if (number < least || number > most) {
                throw refused;
            }
            return number;
        } catch (NumberFormatException e) {
            refused.initCause(e);
            throw refused;
        }
    }
}
