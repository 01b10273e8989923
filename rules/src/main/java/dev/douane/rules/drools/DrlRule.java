package dev.douane.rules.drools;

/**
 * One rule of a source.
 *
 * @param line where it begins in the source, from 1
 * @param text its own DRL
 */
record DrlRule(DrlSource source, String name, int line, String text) {}
