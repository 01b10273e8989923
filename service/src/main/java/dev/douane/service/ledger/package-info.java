/** The one door to money: {@link dev.douane.service.ledger.Ledger} admits, settles, voids and expires, each in one transaction with its record. */
@NullMarked
package dev.douane.service.ledger;

import org.jspecify.annotations.NullMarked;
