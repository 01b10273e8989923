package dev.douane.service.budgets;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the budget slice. */
@ConfigMapping(prefix = "douane.budget")
public interface BudgetConfig {
    /** The installation's currency, ISO 4217: that of the catalog's prices and of every budget. */
    @WithDefault("USD")
    String currency();

    /** How often a node looks for budgets and figures that others changed. */
    @WithDefault("PT0.5S")
    Duration refreshEvery();
}
