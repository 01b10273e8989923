package dev.douane.service.identity;

import java.time.Instant;

/**
 * A key is being revoked. Heard in the transaction that revokes it, and under the lock of keys: what fails keeps the key.
 *
 * @param id of the key
 * @param by the id of the key that revokes it; may be the same
 */
public record KeyRevoked(String id, String by, Instant at) {}
