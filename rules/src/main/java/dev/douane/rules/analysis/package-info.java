/** What can be proved about the conditions of rules: that one can never hold, that one follows from another, that two exclude each other. */
@NullMarked
package dev.douane.rules.analysis;

import org.jspecify.annotations.NullMarked;
