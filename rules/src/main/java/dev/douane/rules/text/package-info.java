/** Text shows what it says: nothing in it is unseen, and nothing in a word looks like something else. The only place that knows ICU. */
@NullMarked
package dev.douane.rules.text;

import org.jspecify.annotations.NullMarked;
