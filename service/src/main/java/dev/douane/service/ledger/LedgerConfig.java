package dev.douane.service.ledger;

import dev.douane.service.platform.Count;
import dev.douane.service.platform.DurationOrNone;
import dev.douane.service.platform.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the ledger. */
@ConfigMapping(prefix = "douane.ledger")
public interface LedgerConfig {
    /** How many requests may wait for the writer; one more is answered 503. */
    @WithDefault("4096")
    @WithConverter(Count.class)
    int queueCapacity();

    /** How many requests share one transaction at most. */
    @WithDefault("256")
    @WithConverter(Count.class)
    int batchSize();

    /** How many transactions a node has under way at most: 2 lets one be decided while the other commits, a third begins where much waits. */
    @WithDefault("3")
    @WithConverter(Count.class)
    int lanes();

    /** How long the writer waits for company after the first request of a batch; zero takes what is there. */
    @WithDefault("PT0S")
    @WithConverter(DurationOrNone.class)
    Duration linger();

    /** How long a hold waits for its settlement before it expires. */
    @WithDefault("PT15M")
    @WithConverter(PositiveDuration.class)
    Duration holdTtl();

    /** How long reports of a call that still runs can put its expiry off, from the decision on. */
    @WithDefault("P1D")
    @WithConverter(PositiveDuration.class)
    Duration holdLongestLife();

    /** How long a settlement or a void may wait for its commit; past it, 503. */
    @WithDefault("PT2S")
    @WithConverter(PositiveDuration.class)
    Duration requestDeadline();

    /** How long one statement may take before the database cuts it off; at most the request deadline. */
    @WithDefault("PT1.5S")
    @WithConverter(PositiveDuration.class)
    Duration statementTimeout();

    /** How long the writer waits for another node's lock; at most the statement timeout. */
    @WithDefault("PT1S")
    @WithConverter(PositiveDuration.class)
    Duration lockTimeout();

    /** How many due holds expire in one transaction at most. */
    @WithDefault("256")
    @WithConverter(Count.class)
    int expiryBatch();

    /** How long a repeated request with an idempotency key gets the first one's answer. */
    @WithDefault("P7D")
    @WithConverter(PositiveDuration.class)
    Duration idempotencyTtl();
}
