package dev.douane.service.platform;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads {@code true} or {@code false} and nothing else: a misspelt word is not a quiet {@code false}. */
public final class YesOrNo implements Converter<Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean convert(String said) {
        return switch (said.strip()) {
            case "" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }
}
