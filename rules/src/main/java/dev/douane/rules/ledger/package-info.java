/**
 * Money: what waiting calls may hold, and how holds end. Pure: no clock, no connection, no thread. Everything is read before
 * ({@link dev.douane.rules.ledger.Prefetched}), decided by {@link dev.douane.rules.ledger.LedgerCore}, and written after
 * ({@link dev.douane.rules.ledger.Batch}).
 */
@NullMarked
package dev.douane.rules.ledger;

import org.jspecify.annotations.NullMarked;
