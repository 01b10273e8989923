package dev.douane.service.packs;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Lets a pack out of quarantine.
 *
 * @param why for those who read the row: 1 to {@value #WHY_LENGTH_MAX} characters
 */
@Schema(name = "PackRelease", requiredProperties = "why")
record ReleaseRequest(@Nullable String why) {
    static final int WHY_LENGTH_MAX = 2_000;
}
