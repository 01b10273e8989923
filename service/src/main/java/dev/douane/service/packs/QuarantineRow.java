package dev.douane.service.packs;

import dev.douane.rules.pack.Overrun;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** That a pack was put into quarantine, or let out of it. */
@Entity
@Immutable
@Table(name = "pack_quarantine")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class QuarantineRow {
    static final String QUARANTINE = "quarantine";
    static final String RELEASE = "release";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(name = "pack_version")
    Long packVersion;

    /** {@link #QUARANTINE} or {@link #RELEASE}. Of a release, what follows is null up to {@code why}; of a quarantine, only that is. */
    String action;

    @Nullable
    String rule;

    @Nullable
    String mode;

    @Nullable
    String unit;

    @Nullable
    Long amount;

    @Nullable
    Long most;

    @Nullable
    Integer budgets;

    @Nullable
    Integer outages;

    @Nullable
    String why;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;

    static QuarantineRow of(long packVersion, Overrun overrun, Instant at, String by) {
        var row = new QuarantineRow();
        row.packVersion = packVersion;
        row.action = QUARANTINE;
        row.rule = overrun.rule();
        row.mode = word(overrun.mode());
        row.unit = word(overrun.excess().unit());
        row.amount = overrun.excess().amount();
        row.most = overrun.excess().most();
        row.budgets = overrun.budgets();
        row.outages = overrun.outages();
        row.changedAt = at;
        row.changedBy = by;
        return row;
    }

    static QuarantineRow release(long packVersion, String why, Instant at, String by) {
        var row = new QuarantineRow();
        row.packVersion = packVersion;
        row.action = RELEASE;
        row.why = why;
        row.changedAt = at;
        row.changedBy = by;
        return row;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
