/** The ledger's rows: what is read before a batch is decided, and what is written after. */
@NullMarked
package dev.douane.service.ledger.store;

import org.jspecify.annotations.NullMarked;
