package dev.douane.rules.pack;

import dev.douane.rules.call.CallerScope;

/**
 * A mode for some callers only.
 *
 * @param scope which callers; at least one attribute
 */
public record ScopedMode(CallerScope scope, TimedMode mode) {
    /** @throws IllegalArgumentException if the scope is everyone: that is the pack's usual mode */
    public ScopedMode {
        if (scope.isEveryone()) {
            throw new IllegalArgumentException(
                    "a scoped mode must name at least one attribute; what holds for every caller is the pack's own mode");
        }
    }
}
