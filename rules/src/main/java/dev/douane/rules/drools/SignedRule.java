package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;

/** A rule of the ruleset with the name it signs with. */
record SignedRule(RuleRef ref) {}
