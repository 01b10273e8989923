/** The training run of {@code ./douane build}: what makes later starts fast. */
@NullMarked
package dev.douane.service.training;

import org.jspecify.annotations.NullMarked;
