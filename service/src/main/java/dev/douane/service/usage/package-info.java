/**
 * What calls use: what providers report is read, and the lengths of outputs are counted and stored. What a call is expected to cost by them is
 * worked out in {@link dev.douane.rules.usage}.
 */
@NullMarked
package dev.douane.service.usage;

import org.jspecify.annotations.NullMarked;
