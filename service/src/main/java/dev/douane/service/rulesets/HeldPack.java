package dev.douane.service.rulesets;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A pack of a ruleset that is in quarantine: it was too much work for a call, and nobody released it since.
 *
 * @param enforcedFrom when it begins to count by itself, for callers for whom it is on trial till then; absent where that is at no time to come
 * @param message what that means for calls
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "HeldPack")
record HeldPack(String name, String version, @Nullable Instant enforcedFrom, String message) {
    static HeldPack of(RulesetView.PackView pack, Instant now) {
        var modes = new EntryTerms(pack.until(), pack.scope(), pack.scopes(), pack.parameters()).modes(pack.mode());
        var from = modes.enforcedNext(now).orElse(null);
        return new HeldPack(pack.name(), pack.version(), from, message(modes.isEverEnforced(), from));
    }

    private static String message(boolean isEverEnforced, @Nullable Instant from) {
        if (from != null) {
            return "is not asked while it is on trial, so nobody sees what it would do; from %s it is enforced all the same, and calls that are too much for it are denied"
                    .formatted(from);
        }
        return isEverEnforced
                ? "is enforced, and calls that are too much for it are denied"
                : "is not asked while it is on trial";
    }
}
