package dev.douane.service.packs;

import dev.douane.service.identity.FourEyes;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Lets packs out of quarantine: never by whoever published them. */
@ApplicationScoped
class Releases {
    private static final Logger LOG = Logger.getLogger(Releases.class);

    private final QuarantineRows quarantines;
    private final PackRows packs;
    private final DataSource database;
    private final TimeSource time;

    @Inject
    Releases(QuarantineRows quarantines, PackRows packs, DataSource database, TimeSource time) {
        this.quarantines = quarantines;
        this.packs = packs;
        this.database = database;
        this.time = time;
    }

    /**
     * Releases a pack.
     *
     * @throws ProblemException CONFLICT where it is in no quarantine, OWN_APPROVAL where {@code by} is a key of whoever published it
     */
    @Transactional
    void release(PackRow pack, String why, String by) throws SQLException {
        packs.lockPublishing();
        var id = Objects.requireNonNull(pack.id);
        var reference = "%s@%s".formatted(pack.name, pack.version);
        if (quarantines.current(id).isEmpty()) {
            throw new ProblemException(ProblemType.CONFLICT, "pack (%s) is in no quarantine.".formatted(reference));
        }
        try (var connection = database.getConnection()) {
            if (!FourEyes.areTwo(connection, pack.publishedBy, by)) {
                throw new ProblemException(
                        ProblemType.OWN_APPROVAL,
                        "pack (%s) was published with the key (%s), and the key (%s) is the same person's: somebody else must release it."
                                .formatted(reference, pack.publishedBy, by));
            }
        }
        quarantines.persistAndFlush(QuarantineRow.release(id, why, time.now().truncatedTo(ChronoUnit.MICROS), by));
        LOG.infof("pack %s is released from quarantine by %s", reference, by);
    }
}
