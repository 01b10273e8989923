/** {@code ./douane pack}: what a pack's authors do on their own machine. Starts no server; only {@code publish} talks to one. */
@NullMarked
package dev.douane.service.cli.pack;

import org.jspecify.annotations.NullMarked;
