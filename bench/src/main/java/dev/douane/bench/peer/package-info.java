/**
 * The same rules in two languages, ours and a peer's, and a check that both let the same deployments through. The peer is Cerbos, a policy
 * decision point with CEL conditions.
 */
@NullMarked
package dev.douane.bench.peer;

import org.jspecify.annotations.NullMarked;
