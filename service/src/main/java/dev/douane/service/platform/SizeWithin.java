package dev.douane.service.platform;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number of bytes that has bounds, written as {@code 8M} is, so that a setting declares them beside its default. What is outside stops the
 * start.
 *
 * <p>Each bound is a class of its own, in a file of its own or beside its setting, and names {@link Converter} again: the configuration looks
 * for it there only.
 */
public abstract class SizeWithin implements Converter<Long> {
    private static final long serialVersionUID = 1L;

    private final String least;
    private final String most;

    /** Both bounds, inclusive, as a size is written. */
    protected SizeWithin(String least, String most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public @Nullable Long convert(String said) {
        if (said.isBlank()) {
            return null;
        }
        var bytes = bytes(said.strip());
        if (bytes < bytes(least) || bytes > bytes(most)) {
            throw new IllegalArgumentException("must be a size from %s to %s".formatted(least, most));
        }
        return bytes;
    }

    private static long bytes(String written) {
        try {
            return new MemorySizeConverter().convert(written).asLongValue();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a size such as 8M", e);
        }
    }
}
