/** {@code ./douane ledger}: a client of a running server. Starts no Quarkus. */
@NullMarked
package dev.douane.service.cli.ledger;

import org.jspecify.annotations.NullMarked;
