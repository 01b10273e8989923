package dev.douane.service.ledger;

import dev.douane.rules.decide.Ahead;
import dev.douane.rules.decide.Plan;
import dev.douane.service.identity.KeyHolder;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A planned call that waits for its money.
 *
 * @param id the decision's, UUIDv7
 * @param ahead what of the plan was worked out before
 * @param asker who asks; holds and idempotency keys are its gateway's
 * @param idempotency what makes a repeat recognisable; null where the gateway sent no key
 * @param patience how long the answer is of use, from now
 * @param recording writes down what was decided
 */
public record Waiting(
        UUID id,
        Plan plan,
        Ahead ahead,
        KeyHolder asker,
        @Nullable IdempotencyKey idempotency,
        Duration patience,
        Recording recording) {}
