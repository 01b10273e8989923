/** An HTTP/1.1 load generator that leaves the processor to the server: closed loops for throughput, open loops for latency. */
@NullMarked
package dev.douane.bench.load;

import org.jspecify.annotations.NullMarked;
