/**
 * The gate: reads rules and decision tables into trees and refuses whatever is not on the list of what rules may say. Knows no rule engine;
 * what leaves the gate is data.
 */
@NullMarked
package dev.douane.rules.gate;

import org.jspecify.annotations.NullMarked;
