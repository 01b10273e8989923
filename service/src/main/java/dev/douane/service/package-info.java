/** The Douane service: one package a capability, and {@code platform} under all of them. */
@NullMarked
package dev.douane.service;

import org.jspecify.annotations.NullMarked;
