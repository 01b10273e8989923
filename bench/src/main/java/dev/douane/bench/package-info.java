/** Benchmarks: what a decision costs, as JMH measures it, and what the HTTP load runs need. Never deployed. */
@NullMarked
package dev.douane.bench;

import org.jspecify.annotations.NullMarked;
