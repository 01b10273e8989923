/**
 * The shipped packs a second time, as plain Java, written from their pages under {@code docs/governance/packs} and from nothing else.
 *
 * <p>Who changes a rule changes its page, then its entry here from the page, without a look at the pack: a copy of the DRL would agree with
 * every mistake in it.
 */
package dev.douane.rules.oracle;
