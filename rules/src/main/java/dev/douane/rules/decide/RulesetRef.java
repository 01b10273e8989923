package dev.douane.rules.decide;

/**
 * Which ruleset.
 *
 * @param number 1 and up
 * @param digest {@code sha256:…}
 */
public record RulesetRef(int number, String digest) {}
