/** What the catalog does not know, and which calls that stops. */
@NullMarked
package dev.douane.service.gaps;

import org.jspecify.annotations.NullMarked;
