package dev.douane.service.catalog;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.service.platform.Background;
import dev.douane.service.platform.DatabaseFailure;
import dev.douane.service.platform.TimeSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The catalog that decisions are made with: the latest version, as it stands today. */
@ApplicationScoped
public class ActiveCatalog {
    private static final Logger LOG = Logger.getLogger(ActiveCatalog.class);

    private final CatalogVersions versions;
    private final TimeSource time;
    private volatile @Nullable Today today;

    @Inject
    ActiveCatalog(CatalogVersions versions, TimeSource time) {
        this.versions = versions;
        this.time = time;
    }

    private record Today(LocalDate day, CatalogVersion version, CatalogIndex index) {
        static Today of(CatalogVersion version, LocalDate day) {
            return new Today(day, version, version.index(day));
        }

        /** Jurisdictions seldom change overnight; where they do not, the index is the same. */
        Today on(LocalDate other) {
            if (other.equals(day)) {
                return this;
            }
            return version.groups().on(other).equals(index.groups())
                    ? new Today(other, version, index)
                    : of(version, other);
        }
    }

    /**
     * The index of this UTC day. One volatile read; the first call of a day sees to the change of date.
     *
     * @throws IllegalStateException before the application has started
     */
    public CatalogIndex current() {
        return today().index();
    }

    /** The catalog of {@link #current()}, with the digest of its jurisdiction groups. */
    CatalogVersion version() {
        return today().version();
    }

    private Today today() {
        var held = today;
        if (held == null) {
            throw new IllegalStateException("the catalog is not loaded yet");
        }
        var day = day();
        return held.day().equals(day) ? held : turnOver(day);
    }

    private synchronized Today turnOver(LocalDate day) {
        var turned = Objects.requireNonNull(today).on(day);
        today = turned;
        return turned;
    }

    private LocalDate day() {
        return time.now().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    void onStart(@Observes @Priority(200) StartupEvent start) {
        load(versions.storeGiven(), day());
    }

    /** Another node may have been started with a newer catalog. */
    @Background
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void follow() {
        var held = today;
        if (held == null) {
            return;
        }
        try {
            var latest = versions.latest().orElse(0);
            if (latest > held.version().catalog().version()) {
                load(latest, day());
            }
        } catch (RuntimeException e) {
            if (!DatabaseFailure.isBehind(e)) {
                throw e;
            }
            LOG.debugf("the catalog cannot be followed while the database is away: %s", e.getMessage());
        }
    }

    private synchronized Today load(int version, LocalDate day) {
        var loaded = Today.of(versions.stored(version), day);
        today = loaded;
        var catalog = loaded.version().catalog();
        LOG.infof(
                "catalog version %d is in force: %d deployments of %d models",
                version, catalog.deployments().size(), catalog.models().size());
        return loaded;
    }
}
