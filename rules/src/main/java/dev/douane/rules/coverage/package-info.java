/** How far a pack's scenarios go: which cases fire a rule, and whether they stand on both sides of each of its conditions. */
@NullMarked
package dev.douane.rules.coverage;

import org.jspecify.annotations.NullMarked;
