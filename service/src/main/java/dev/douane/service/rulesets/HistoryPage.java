package dev.douane.service.rulesets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.service.identity.KnownKeys;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What was done to rulesets, newest first.
 *
 * @param next the cursor of the next page, absent on the last
 */
record HistoryPage(List<Item> changes, @Nullable String next) {
    /**
     * One change.
     *
     * @param action {@code propose}, {@code approve}, {@code activate}, {@code withdraw} or {@code roll-back}
     * @param effectiveAt when a scheduled activation takes effect, or would have; absent where it was at once
     * @param by who did it: a key; {@code start} is a server that started with other packs
     * @param byName what people call that key; absent for {@code start}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RulesetChange")
    record Item(
            String action,
            int ruleset,
            @Nullable Instant effectiveAt,
            @Nullable String why,
            Instant at,
            String by,
            @Nullable String byName) {
        static Item of(ChangeRow change, KnownKeys known) {
            return new Item(
                    change.action,
                    change.ruleset,
                    change.effectiveAt,
                    change.why,
                    change.changedAt,
                    change.changedBy,
                    known.name(change.changedBy));
        }
    }
}
