package dev.douane.rules.diff;

/**
 * A parameter, or another fact of the manifest, that is not as it was.
 *
 * @param name what changed: {@code ceiling}, {@code owners}
 * @param before what it was, in words; empty where it is new
 * @param after what it is, in words; empty where it is gone
 */
public record ParameterChange(String name, String before, String after) {}
