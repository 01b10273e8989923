/** Ten thousand requests of fixed seeds, and what they were answered when they were recorded: decision 192. */
@org.jspecify.annotations.NullMarked
package dev.douane.service.traffic;
