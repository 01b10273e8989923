/** {@code ./douane pack}: what a pack's authors do on their own machine. Starts no server; only {@code publish} talks to one. */
@NullMarked
package dev.douane.service.packtool;

import org.jspecify.annotations.NullMarked;
