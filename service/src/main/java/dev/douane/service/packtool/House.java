package dev.douane.service.packtool;

import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.document.DocumentException;
import dev.douane.rules.document.JurisdictionsReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the installation is like that a pack is written for. */
final class House {
    private static final int DOCUMENT_BYTES_MAX = 16 << 20;

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
            return JurisdictionsReader.read(Packs.bytes(jurisdictions, DOCUMENT_BYTES_MAX));
        } catch (DocumentException e) {
            throw new UnusableException("%s: %s".formatted(jurisdictions, e.getMessage()), e);
        }
    }
}
