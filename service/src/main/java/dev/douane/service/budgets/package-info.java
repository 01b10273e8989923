/**
 * Budgets: how they are made, changed and shown, and the accounts that hold the figures. Their terms, and which calls they are for, are in
 * {@link dev.douane.rules.terms}. {@link dev.douane.service.budgets.Budgets} is what others call.
 */
@NullMarked
package dev.douane.service.budgets;

import org.jspecify.annotations.NullMarked;
