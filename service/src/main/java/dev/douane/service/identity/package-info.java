/** Who asks: API keys and their roles. Nothing but health answers without one. */
@NullMarked
package dev.douane.service.identity;

import org.jspecify.annotations.NullMarked;
