package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import dev.douane.service.usage.Expectation;
import java.time.Instant;
import java.util.List;

/**
 * Money set aside by a decision until it is settled or voided, or {@code expiresAt} passes.
 *
 * @param amount the most that any account holds
 * @param expected what the amounts of the accounts stand on, one by one; empty where all hold the worst case
 */
public record Hold(Money amount, Instant expiresAt, List<Expectation> expected) {
    public Hold {
        expected = List.copyOf(expected);
    }

    /** The worst case, in every account. */
    public Hold(Money amount, Instant expiresAt) {
        this(amount, expiresAt, List.of());
    }
}
