/** Archives that somebody else made, read in one way or not at all. Knows nothing of what is in them. */
@NullMarked
package dev.douane.rules.zip;

import org.jspecify.annotations.NullMarked;
