package dev.douane.service.packs;

import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows published versions with what is kept beside them. Called inside a transaction. */
@ApplicationScoped
class PackViews {
    private final PackRows rows;
    private final StoredPacks stored;
    private final PackSignatures signatures;
    private final QuarantineRows quarantines;
    private final PackQuarantine quarantine;
    private final StrictJson json;
    private final KnownKeys known;

    @Inject
    PackViews(
            PackRows rows,
            StoredPacks stored,
            PackSignatures signatures,
            QuarantineRows quarantines,
            PackQuarantine quarantine,
            StrictJson json,
            KnownKeys known) {
        this.rows = rows;
        this.stored = stored;
        this.signatures = signatures;
        this.quarantines = quarantines;
        this.quarantine = quarantine;
        this.json = json;
        this.known = known;
    }

    /** @throws ProblemException PACK_NOT_FOUND */
    PackRow row(String name, String version) {
        return rows.find(name, version)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.PACK_NOT_FOUND, "There is no pack (%s@%s).".formatted(name, version)));
    }

    PackView of(PackRow row) {
        var rules = row.report == null ? null : json.readStored(row.report, VerifiedRules.class);
        var pack = stored.pack(row);
        return PackView.of(row, pack, rules, signatures.beside(row, pack), quarantine(row), known);
    }

    /** In this order: what waits no more to be written stands in the table. */
    private @Nullable QuarantineView quarantine(PackRow row) {
        return quarantine
                .justHeld("%s@%s".formatted(row.name, row.version))
                .or(() -> quarantines.current(Objects.requireNonNull(row.id)).map(QuarantineView::of))
                .orElse(null);
    }
}
