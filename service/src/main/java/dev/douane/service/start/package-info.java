/** How the process starts: what is looked at first, which database it has, and the one line a failed start says. Knows the embedded database, and no capability. */
@NullMarked
package dev.douane.service.start;

import org.jspecify.annotations.NullMarked;
