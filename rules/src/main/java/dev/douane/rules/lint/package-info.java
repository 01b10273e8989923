/** What is wrong, or likely not meant, in rules that are each sound by themselves. Looks at trees only: nothing is compiled. */
@NullMarked
package dev.douane.rules.lint;

import org.jspecify.annotations.NullMarked;
