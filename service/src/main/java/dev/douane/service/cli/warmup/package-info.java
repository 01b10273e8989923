/** The training run of {@code ./douane build}: what makes later starts fast. */
@NullMarked
package dev.douane.service.cli.warmup;

import org.jspecify.annotations.NullMarked;
