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

/** A signature document of a published version. */
@Entity
@Immutable
@Table(name = "pack_signature")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class PackSignatureRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String name;

    String version;

    String envelope;

    /** Of the envelope's text; the database checks it. */
    String digest;

    @Column(name = "stored_at")
    Instant storedAt;

    @Column(name = "stored_by")
    String storedBy;
}
