/** The pipeline: question and snapshot in, plan out. Pure: no clock, no I/O, no state. */
@NullMarked
package dev.douane.rules.decide;

import org.jspecify.annotations.NullMarked;
