package dev.douane.service.packs;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackFile;
import java.time.Instant;
import java.util.List;

/**
 * A published version with all its files.
 *
 * @param owners who answers for it
 */
record PackView(
        String name,
        String version,
        String digest,
        String concern,
        String title,
        String description,
        List<String> owners,
        Instant publishedAt,
        String publishedBy,
        List<FileView> files) {
    /** One file; all files of a pack are text. */
    record FileView(String path, String text) {
        static FileView of(PackFile file) {
            return new FileView(file.path(), file.text());
        }
    }

    static PackView of(PackRow row) {
        Pack pack = row.toPack();
        return new PackView(
                row.name,
                row.version,
                row.digest,
                row.concern,
                row.title,
                pack.manifest().description(),
                pack.manifest().owners(),
                row.publishedAt,
                row.publishedBy,
                pack.files().stream().map(FileView::of).toList());
    }
}
