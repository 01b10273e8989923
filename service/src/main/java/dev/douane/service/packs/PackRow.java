package dev.douane.service.packs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A published version of a pack. */
@Entity
@Immutable
@Table(name = "pack_version")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class PackRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String name;

    String version;

    String digest;

    String concern;

    String title;

    byte[] content;

    /** {@link VerifiedRules} as JSON; null where its scenarios did not run here. */
    @Nullable
    String report;

    @Column(name = "published_at")
    Instant publishedAt;

    @Column(name = "published_by")
    String publishedBy;

    /** How strict the checks were that it was accepted under. */
    int level;
}
