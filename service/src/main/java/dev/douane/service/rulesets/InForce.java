package dev.douane.service.rulesets;

import dev.douane.rules.decide.Rules;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;

/**
 * The ruleset that decisions are made under now, ready to be asked.
 *
 * @param ref what a decision says it was made under
 */
public record InForce(RulesetRef ref, Rules rules, Settings settings) {}
