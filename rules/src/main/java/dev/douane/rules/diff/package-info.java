/** What a new version of a pack changes, in words of policy rather than of text. */
@NullMarked
package dev.douane.rules.diff;

import org.jspecify.annotations.NullMarked;
