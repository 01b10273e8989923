package dev.douane.service.ledger;

import java.util.UUID;

/**
 * A decision that is in the log.
 *
 * @param id of the decision that is answered: an earlier one's where {@code replayed}
 * @param answer the answer as it was recorded
 * @param replayed whether this repeats the answer to an earlier request with the same idempotency key
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out, never compared
public record Admitted(UUID id, byte[] answer, boolean replayed) {}
