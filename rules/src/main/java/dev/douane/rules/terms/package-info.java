/**
 * Terms of budgets: which calls a budget is for, how it divides time, what it allows in a period, and how all of that changes. Pure: no clock,
 * no database. {@link dev.douane.rules.terms.TermsBook} is where a decision begins.
 */
@NullMarked
package dev.douane.rules.terms;

import org.jspecify.annotations.NullMarked;
