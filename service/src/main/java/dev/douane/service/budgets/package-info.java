/** Budgets: who may spend how much, and the accounts that hold the figures. {@link dev.douane.service.budgets.Budgets} is what others call. */
@NullMarked
package dev.douane.service.budgets;

import org.jspecify.annotations.NullMarked;
