/** The runs of {@code ./douane bench}: servers on loopback, load on them, and a report. Every process that is started is stopped by its id. */
@NullMarked
package dev.douane.bench.run;

import org.jspecify.annotations.NullMarked;
