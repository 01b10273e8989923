/** Deployments and what is true of them: an immutable snapshot with its indexes. */
@NullMarked
package dev.douane.rules.catalog;

import org.jspecify.annotations.NullMarked;
