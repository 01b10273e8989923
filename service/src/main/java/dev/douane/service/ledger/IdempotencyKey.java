package dev.douane.service.ledger;

import java.util.Arrays;

/**
 * What a gateway sends along so that a repeated request gets the first one's answer.
 *
 * @param key unique for its gateway
 * @param requestDigest tells whether it is the same request
 */
@SuppressWarnings("ArrayRecordComponent") // compared by sameRequest only
public record IdempotencyKey(String key, byte[] requestDigest) {
    boolean sameRequest(byte[] otherDigest) {
        return Arrays.equals(requestDigest, otherDigest);
    }
}
