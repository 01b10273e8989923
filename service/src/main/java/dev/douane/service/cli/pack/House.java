package dev.douane.service.cli.pack;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.DocumentException;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.service.cli.InputFile;
import dev.douane.service.cli.UnusableException;
import dev.douane.service.platform.TimeSource;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the installation is like that a pack is written for. */
final class House {
    private static final int DOCUMENT_BYTES_MAX = 16 << 20;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "The catalog the pack is for. Default: the starter catalog.")
    private @Nullable Path catalog;

    @Option(
            names = "--jurisdictions",
            paramLabel = "FILE",
            description = "The jurisdiction groups. Default: those that Douane ships.")
    private @Nullable Path jurisdictions;

    JurisdictionGroups groups() throws UnusableException {
        if (jurisdictions == null) {
            return JurisdictionsReader.shipped();
        }
        try {
            return JurisdictionsReader.take(InputFile.bytes(jurisdictions, DOCUMENT_BYTES_MAX));
        } catch (DocumentException e) {
            throw new UnusableException("%s: %s".formatted(jurisdictions, e.getMessage()), e);
        }
    }

    Catalog catalog() throws UnusableException {
        if (catalog == null) {
            return CatalogReader.shipped();
        }
        try {
            return CatalogReader.take(InputFile.bytes(catalog, DOCUMENT_BYTES_MAX));
        } catch (DocumentException e) {
            throw new UnusableException("%s: %s".formatted(catalog, e.getMessage()), e);
        }
    }

    /** The catalog with the groups as they stand today. */
    static CatalogIndex index(Catalog catalog, JurisdictionGroups groups) {
        var today = new TimeSource().instant().atZone(ZoneOffset.UTC).toLocalDate();
        return new CatalogIndex(catalog, groups.on(today));
    }

    static Vocabulary vocabulary(Catalog catalog, JurisdictionGroups groups) {
        return Vocabulary.SHIPPED.with(catalog).with(groups);
    }
}
