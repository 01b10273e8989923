package dev.douane.rules.drools;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleRef;

/**
 * A rule of the ruleset with the name it signs with.
 *
 * @param mode of the pack it comes from
 */
record SignedRule(RuleRef ref, Fired.Mode mode) {}
