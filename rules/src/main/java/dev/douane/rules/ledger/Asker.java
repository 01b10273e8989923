package dev.douane.rules.ledger;

/**
 * Who asks for a decision.
 *
 * @param key the id of the key that was shown
 * @param owner to whom its holds and idempotency keys belong: all keys of one gateway, or this key alone
 */
public record Asker(String key, String owner) {
    /** As one who moves holds of its own. */
    Mover mover() {
        return new Mover(key, owner);
    }
}
