/** Packs are read, checked, tried and compiled by other processes. Knows no capability. */
@NullMarked
package dev.douane.service.packworker;

import org.jspecify.annotations.NullMarked;
