/** Proofs under fire: several packaged servers on one PostgreSQL, all of which are killed, cut off, slowed down and filled up under load. */
@org.jspecify.annotations.NullMarked
package dev.douane.service.fire;
