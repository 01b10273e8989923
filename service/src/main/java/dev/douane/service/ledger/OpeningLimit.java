package dev.douane.service.ledger;

import dev.douane.service.platform.ProblemException;

/** How many accounts may be opened for the calls of one key, where each is for a value that no account was ever opened for. */
@FunctionalInterface
public interface OpeningLimit {
    /**
     * Takes them off what the key may.
     *
     * @param key its id
     * @param first one of them, in words
     * @throws ProblemException TOO_MANY_SCOPES where they are too many; nothing is taken then
     */
    void take(String key, int accounts, String first);
}
