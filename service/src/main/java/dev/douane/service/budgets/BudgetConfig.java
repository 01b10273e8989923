package dev.douane.service.budgets;

import dev.douane.service.platform.Count;
import dev.douane.service.platform.DurationWithin;
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

    /** How many budgets there may be, closed ones too: every node has all of them in mind. */
    @WithDefault("50000")
    @WithConverter(Count.class)
    int budgetsMax();

    /** Which changes of terms wait until somebody else approves them. */
    @WithDefault("above")
    Approval approval();

    /** With {@code above}, by how many percent an amount may be raised without that, before more is approved. */
    @WithDefault("20")
    @WithConverter(Percent.class)
    int approvalAbovePercent();

    /** How long a change waits for that; then its proposal is over. */
    @WithDefault("P7D")
    @WithConverter(Wait.class)
    Duration proposalsEndAfter();

    /** When somebody else is asked. */
    enum Approval {
        /** Where an amount is raised by more than a share, and for everything else that loosens. */
        ABOVE,
        /** For every raise, too. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /** How much more; nothing at all is a share, too. */
    final class Percent extends NumberWithin implements Converter<Integer> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Percent() {
            super(0, 1_000);
        }
    }

    /** Long enough to be seen, and no longer than an override runs. */
    final class Wait extends DurationWithin implements Converter<Duration> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Wait() {
            super("PT1M", "P92D");
        }
    }

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
