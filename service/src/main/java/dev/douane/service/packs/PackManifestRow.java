package dev.douane.service.packs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** What a published version says of itself, so that nobody has to read its files to know. */
@Entity
@Immutable
@Table(name = "pack_manifest")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class PackManifestRow {
    @Id
    @Column(name = "pack_version")
    Long packVersion;

    /** {@link dev.douane.rules.pack.ManifestDocument}. */
    String document;
}
