package dev.douane.service.packs;

import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drl.WordKind;
import dev.douane.service.catalog.ActiveCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The words that a pack may name on the day it is published: the installation's own, and those of the catalog in force. */
@ApplicationScoped
public class PackVocabulary {
    private final ActiveCatalog catalog;
    private final Vocabulary own;

    @Inject
    PackVocabulary(ActiveCatalog catalog, Config config) {
        this.catalog = catalog;
        var words = Vocabulary.SHIPPED.with(JurisdictionsReader.shipped());
        words = configured(config, "data-classes", WordKind.DATA_CLASS, words);
        words = configured(config, "criticalities", WordKind.CRITICALITY, words);
        words = configured(config, "phases", WordKind.PHASE, words);
        words = configured(config, "operations", WordKind.OPERATION, words);
        this.own = configured(config, "service-tiers", WordKind.SERVICE_TIER, words);
    }

    private static Vocabulary configured(Config config, String property, WordKind kind, Vocabulary words) {
        Optional<List<String>> said = config.getOptionalValues("douane.vocabulary." + property, String.class);
        return said.map(known -> words.with(kind, known)).orElse(words);
    }

    /** What may be named now. */
    public Vocabulary today() {
        return own.with(catalog.current().catalog());
    }
}
