package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import java.time.Instant;

/**
 * Money set aside by a decision until it is settled or voided, or {@code expiresAt} passes.
 *
 * @param amount the most that any account holds
 */
public record Hold(Money amount, Instant expiresAt) {}
