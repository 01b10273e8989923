/**
 * The documents an operator writes, as YAML: the catalog and the jurisdiction groups. Reading is strict, and everything that is wrong is
 * said at once.
 */
@NullMarked
package dev.douane.rules.document;

import org.jspecify.annotations.NullMarked;
