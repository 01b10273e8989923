package dev.douane.service.packs;

import dev.douane.service.identity.KnownKeys;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Published versions, oldest first.
 *
 * @param next the cursor of the next page, absent on the last
 */
record PackPage(List<Item> packs, @Nullable String next) {
    /**
     * One version.
     *
     * @param publishedBy a key, or {@code start}
     * @param publishedByName what people call that key; absent for {@code start}
     */
    @Schema(name = "PublishedPack")
    record Item(
            String name,
            String version,
            String digest,
            String concern,
            String title,
            Instant publishedAt,
            String publishedBy,
            @Nullable String publishedByName) {
        static Item of(PackSummary pack, KnownKeys known) {
            return new Item(
                    pack.name(),
                    pack.version(),
                    pack.digest(),
                    pack.concern(),
                    pack.title(),
                    pack.publishedAt(),
                    pack.publishedBy(),
                    known.name(pack.publishedBy()));
        }
    }
}
