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

/** Somebody did something to a ruleset. */
@Entity
@Immutable
@Table(name = "ruleset_change")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class ChangeRow {
    static final String PROPOSE = "propose";
    static final String APPROVE = "approve";
    static final String ACTIVATE = "activate";
    static final String WITHDRAW = "withdraw";
    static final String ROLL_BACK = "roll-back";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String action;

    Integer ruleset;

    @Nullable
    Long activation;

    /** Of an approval: the activation in force when it was given, with which the ruleset was compared; null where none was. */
    @Nullable
    Long against;

    /** When a scheduled activation takes effect; null is at once. */
    @Column(name = "effective_at")
    @Nullable
    Instant effectiveAt;

    @Nullable
    String why;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;
}
