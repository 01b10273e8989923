/** What a rule may see: the words of the question with what the house knows about them. */
@NullMarked
package dev.douane.rules.facts;

import org.jspecify.annotations.NullMarked;
