/**
 * What a rule may say, as data: the tree of a restricted rule, the facts and fields it may look at, the effects it may have, the words it may
 * use. Knows no parser and no rule engine.
 */
@NullMarked
package dev.douane.rules.drl;

import org.jspecify.annotations.NullMarked;
