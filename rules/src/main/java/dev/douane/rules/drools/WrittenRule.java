package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.drl.Place;

/**
 * A rule, or one of the ways in which it can come true, as the engine gets it.
 *
 * @param name what the engine calls it
 * @param ref what it signs with
 * @param place where its author wrote it
 * @param line where it begins in what was written for the engine, from 1
 */
record WrittenRule(String name, RuleRef ref, Place place, int line) {}
