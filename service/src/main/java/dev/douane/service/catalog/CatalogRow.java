package dev.douane.service.catalog;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A catalog and its jurisdiction groups as they were written. */
@Entity
@Immutable
@Table(name = "catalog_version")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class CatalogRow {
    @Id
    Integer version;

    String digest;

    byte[] document;

    @Column(name = "jurisdictions_digest")
    String jurisdictionsDigest;

    byte[] jurisdictions;

    String origin;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    Catalog catalog() {
        return CatalogReader.read(document).numbered(version);
    }

    JurisdictionGroups groups() {
        return JurisdictionsReader.read(jurisdictions);
    }
}
