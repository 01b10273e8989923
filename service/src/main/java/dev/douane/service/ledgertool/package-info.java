/** {@code ./douane ledger}: a client of a running server. Starts no Quarkus. */
@NullMarked
package dev.douane.service.ledgertool;

import org.jspecify.annotations.NullMarked;
