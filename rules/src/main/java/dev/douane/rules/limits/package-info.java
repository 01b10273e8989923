/** How much work a pack may make, and who counts it. JDK only, so that everything here may ask. */
@NullMarked
package dev.douane.rules.limits;

import org.jspecify.annotations.NullMarked;
