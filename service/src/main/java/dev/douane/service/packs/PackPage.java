package dev.douane.service.packs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Published versions, oldest first.
 *
 * @param next the cursor of the next page, absent on the last
 */
record PackPage(List<Item> packs, @Nullable String next) {
    record Item(
            String name,
            String version,
            String digest,
            String concern,
            String title,
            Instant publishedAt,
            String publishedBy) {
        static Item of(PackSummary pack) {
            return new Item(
                    pack.name(),
                    pack.version(),
                    pack.digest(),
                    pack.concern(),
                    pack.title(),
                    pack.publishedAt(),
                    pack.publishedBy());
        }
    }
}
