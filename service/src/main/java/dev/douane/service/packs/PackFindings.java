package dev.douane.service.packs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.worker.House;
import dev.douane.rules.worker.PackFinding;
import dev.douane.service.catalog.ActiveCatalog;
import dev.douane.service.catalog.CatalogVersions;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What lint and the checks of today have to say of published packs, whatever they were accepted under. The process that reads packs looks,
 * once for a pack, a catalog and a day.
 */
@ApplicationScoped
public class PackFindings {
    private static final int KEPT_MAX = 64;

    private final Packs packs;
    private final CompileQueue queue;
    private final PackWorkers proving;
    private final PackVocabulary vocabulary;
    private final ActiveCatalog catalog;
    private final CatalogVersions catalogs;
    private final TimeSource time;
    private final Cache<Asked, List<PackFinding>> kept =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    /** What the findings of a pack depend on. */
    private record Asked(String name, String version, int catalog, LocalDate day) {}

    @Inject
    PackFindings(
            Packs packs,
            CompileQueue queue,
            PackWorkers proving,
            PackVocabulary vocabulary,
            ActiveCatalog catalog,
            CatalogVersions catalogs,
            TimeSource time) {
        this.packs = packs;
        this.queue = queue;
        this.proving = proving;
        this.vocabulary = vocabulary;
        this.catalog = catalog;
        this.catalogs = catalogs;
        this.time = time;
    }

    /**
     * Of a published version, at most a hundred, those that weigh most first. Takes a moment where nobody asked before; not inside a
     * transaction.
     *
     * @throws ProblemException OVERLOADED or UNAVAILABLE where nobody is there to look
     */
    public List<PackFinding> of(String name, String version) {
        var day = time.now().atOffset(ZoneOffset.UTC).toLocalDate();
        var asked = new Asked(name, version, catalog.current().catalog().version(), day);
        var known = kept.getIfPresent(asked);
        if (known != null) {
            return known;
        }
        var found = found(asked);
        kept.put(asked, found);
        return found;
    }

    private List<PackFinding> found(Asked asked) {
        var pack = packs.find(asked.name(), asked.version()).orElseThrow();
        var documents = catalogs.documents(asked.catalog());
        var house = new House(vocabulary.today(), documents.catalog(), documents.jurisdictions(), asked.day());
        try {
            return queue.run(() -> proving.authors().lint(pack, house));
        } catch (PackException e) {
            return e.problems().stream().map(PackFinding::warning).toList();
        }
    }
}
