/** The only package that has heard of Drools: packs are compiled here, and facts become effects. */
@NullMarked
package dev.douane.rules.drools;

import org.jspecify.annotations.NullMarked;
