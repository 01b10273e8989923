package dev.douane.service.ledger;

import dev.douane.rules.decide.Plan;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A planned call that waits for its money.
 *
 * @param id the decision's, UUIDv7
 * @param principal who asks; idempotency keys are theirs alone
 * @param idempotency what makes a repeat recognisable; null where the gateway sent no key
 * @param deadline when the answer is of no use any more
 * @param recording writes down what was decided
 */
public record Waiting(
        UUID id,
        Plan plan,
        String principal,
        @Nullable IdempotencyKey idempotency,
        Instant deadline,
        Recording recording) {}
