package dev.douane.service.packs;

import dev.douane.rules.pack.ManifestDocument;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackContent;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.service.packworker.PackWorkers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Packs from their rows: their files as they are, and what they say of themselves as it was read once. No file is read for it. */
@ApplicationScoped
class StoredPacks {
    private final PackRows rows;
    private final PackManifestRows manifests;
    private final PackWorkers proving;

    @Inject
    StoredPacks(PackRows rows, PackManifestRows manifests, PackWorkers proving) {
        this.rows = rows;
        this.manifests = manifests;
        this.proving = proving;
    }

    /**
     * The pack of a row, held to the checks it was accepted under. One that was stored before manifests were kept is read now, once.
     *
     * @throws IllegalStateException if these are not the files of a pack; the database's check of the digest makes that impossible
     */
    Pack pack(PackRow row) {
        var id = Objects.requireNonNull(row.id);
        var document = document(id);
        if (document != null) {
            return PackContent.pack(ManifestDocument.read(document), row.content, row.level);
        }
        try {
            var pack = proving.keeper().readFiles(row.name + "@" + row.version, row.content);
            QuarkusTransaction.requiringNew().run(() -> manifests.keep(id, ManifestDocument.write(pack.manifest())));
            return pack.at(row.level);
        } catch (PackException e) {
            throw new IllegalStateException(
                    "stored pack (%s@%s) is no pack any more".formatted(row.name, row.version), e);
        }
    }

    private @Nullable String document(long packVersion) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            var row = manifests.findById(packVersion);
            return row == null ? null : row.document;
        });
    }

    /**
     * The pack that files are, which were laid before this node; read only where they are not published yet.
     *
     * @param subject what to call it in an error
     * @throws PackException if they are none
     */
    Pack ofFiles(String subject, List<PackFile> files) throws PackException {
        var content = PackContent.of(files);
        var known = QuarkusTransaction.requiringNew().call(() -> rows.ofDigest(PackContent.digest(content)));
        return known.isPresent() ? pack(known.get()) : proving.keeper().readFiles(subject, content);
    }
}
