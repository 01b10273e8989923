/** What one caller, one connection and all of them together may take up, so that none of them can stop the others. */
@NullMarked
package dev.douane.service.platform.limits;

import org.jspecify.annotations.NullMarked;
