package dev.douane.rules.decide;

/**
 * A decision, and whether it is the one that was worked out ahead.
 *
 * @param asAhead whether what was prepared of {@link Ahead#decision} can be used
 */
public record Decided(Decision decision, boolean asAhead) {}
