package dev.douane.service.rulesets;

import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A ruleset: which packs, in which mode, with which settings. */
@Entity
@Immutable
@Table(name = "ruleset")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class RulesetRow {
    @Id
    Integer number;

    String digest;

    @Column(name = "default_max_output_tokens")
    int defaultMaxOutputTokens;

    String zone;

    @Nullable
    String title;

    @Nullable
    String why;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    @Immutable
    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "ruleset_pack", joinColumns = @JoinColumn(name = "ruleset"))
    @OrderBy("name")
    List<PackEntry> packs = new ArrayList<>();

    /** One pack of a ruleset. */
    @Embeddable
    @SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
    static class PackEntry {
        String name;

        String version;

        String digest;

        String mode;

        /** {@link EntryTerms} as JSON. */
        String terms;
    }

    RulesetRef ref() {
        return new RulesetRef(number, digest);
    }

    Settings settings() {
        return new Settings(defaultMaxOutputTokens, ZoneId.of(zone));
    }
}
