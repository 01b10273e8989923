/** How well budgets hold and how seldom they block for nothing, on real traces: {@code ./douane bench accuracy}. */
@NullMarked
package dev.douane.bench.accuracy;

import org.jspecify.annotations.NullMarked;
