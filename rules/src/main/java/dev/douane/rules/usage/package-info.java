/** What calls use: how long the output of completions was, and what a call is expected to cost before it is made. Pure. */
@NullMarked
package dev.douane.rules.usage;

import org.jspecify.annotations.NullMarked;
