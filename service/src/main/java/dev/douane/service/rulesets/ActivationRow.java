package dev.douane.service.rulesets;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A ruleset was put in force. */
@Entity
@Immutable
@Table(name = "ruleset_activation")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class ActivationRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    Integer ruleset;

    @Column(name = "activated_at")
    Instant activatedAt;

    @Column(name = "activated_by")
    String activatedBy;

    /** When a scheduled one takes effect; null is at once. */
    @Column(name = "effective_at")
    @Nullable
    Instant effectiveAt;

    Instant effectiveFrom() {
        return effectiveAt == null ? activatedAt : effectiveAt;
    }
}
