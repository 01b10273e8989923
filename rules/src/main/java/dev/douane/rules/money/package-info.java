/** Exact amounts: billionths of the installation's currency. */
@NullMarked
package dev.douane.rules.money;

import org.jspecify.annotations.NullMarked;
