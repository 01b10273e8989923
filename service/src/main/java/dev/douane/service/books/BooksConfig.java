package dev.douane.service.books;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the checks of the ledger. */
@ConfigMapping(prefix = "douane.books")
public interface BooksConfig {
    /** How old the last check may be before a node makes the next one; the nodes share the work. At least PT10S. */
    @WithDefault("PT15M")
    Duration checkAfter();

    /** How long a check that was asked for may take; past it the answer is 503. */
    @WithDefault("PT30S")
    Duration checkLimit();

    /** How long a check in the background may take. */
    @WithDefault("PT10M")
    Duration backgroundLimit();
}
