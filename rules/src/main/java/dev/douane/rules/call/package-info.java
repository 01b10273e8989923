/** The words of a question: what a gateway proposes, who asks, what travels and what for. */
@NullMarked
package dev.douane.rules.call;

import org.jspecify.annotations.NullMarked;
