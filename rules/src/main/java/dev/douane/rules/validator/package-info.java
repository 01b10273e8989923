/**
 * The validator: reads rules and decision tables into trees and refuses whatever is not on the list of what rules may say. Knows no rule engine;
 * what leaves the validator is data.
 */
@NullMarked
package dev.douane.rules.validator;

import org.jspecify.annotations.NullMarked;
