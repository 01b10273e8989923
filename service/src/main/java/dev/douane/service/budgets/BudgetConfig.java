package dev.douane.service.budgets;

import dev.douane.service.platform.NumberWithin;
import dev.douane.service.platform.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Currency;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Settings of the budget slice. */
@ConfigMapping(prefix = "douane.budget")
public interface BudgetConfig {
    /** The installation's currency, ISO 4217: that of the catalog's prices and of every budget. */
    @WithDefault("USD")
    @WithConverter(Code.class)
    String currency();

    /** How often a node looks for budgets and figures that others changed. */
    @WithDefault("PT0.5S")
    @WithConverter(PositiveDuration.class)
    Duration refreshEvery();

    /** How many open accounts are remembered, about; others are read when they are asked for. */
    @WithDefault("100000")
    @WithConverter(Remembered.class)
    int accountsRemembered();

    /** Enough for what one transaction touches, and no more than a heap can hold. */
    final class Remembered extends NumberWithin implements Converter<Integer> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Remembered() {
            super(1_000, 10_000_000);
        }
    }

    /** A currency that there is. */
    final class Code implements Converter<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable String convert(String said) {
            if (said.isBlank()) {
                return null;
            }
            try {
                return Currency.getInstance(said.strip()).getCurrencyCode();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be a currency of ISO 4217, such as USD or EUR", e);
            }
        }
    }
}
