package dev.douane.service.packs;

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
    private final Packs packs;
    private final CompileQueue queue;
    private final PackWorkers proving;
    private final PackVocabulary vocabulary;
    private final ActiveCatalog catalog;
    private final CatalogVersions catalogs;
    private final TimeSource time;
    private final KeptFindings<Asked> kept = new KeptFindings<>();

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

    /** For somebody who reads of some packs, now. Their turns come as long as an author's would, over all these packs together. */
    public Reader reader() {
        return new Reader(queue.patience());
    }

    /** Who reads. */
    public final class Reader {
        private final Patience patience;

        private Reader(Patience patience) {
            this.patience = patience;
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
            return kept.of(asked, patience, () -> found(asked, patience));
        }
    }

    private List<PackFinding> found(Asked asked, Patience patience) {
        try {
            return queue.read(() -> looked(asked), patience);
        } catch (PackException e) {
            return e.problems().stream().map(PackFinding::warning).toList();
        }
    }

    private List<PackFinding> looked(Asked asked) throws PackException {
        var pack = packs.find(asked.name(), asked.version()).orElseThrow();
        var documents = catalogs.documents(asked.catalog());
        var house = new House(vocabulary.today(), documents.catalog(), documents.jurisdictions(), asked.day());
        return proving.authors().lint(pack, house);
    }
}
