/** The ledger read back: whether its figures are the sums of its entries, and what moved. Reads what {@code ledger} and {@code budgets} write. */
@NullMarked
package dev.douane.service.reconciliation;

import org.jspecify.annotations.NullMarked;
