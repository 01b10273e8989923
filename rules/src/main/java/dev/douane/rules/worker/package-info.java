/**
 * Reads, checks, tries and compiles packs in another process, which may take time and memory, and break, without the one that decides. What
 * comes back is believed no more than what went out.
 */
@NullMarked
package dev.douane.rules.worker;

import org.jspecify.annotations.NullMarked;
