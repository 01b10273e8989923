package dev.douane.service.catalog;

import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.DocumentException;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** An operator's catalog document, as it lies on the disk. */
final class CatalogFile {
    private CatalogFile() {}

    /** @throws ConfigurationException if it cannot be read */
    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The catalog (%s), named by douane.catalog.file, cannot be read: %s".formatted(file, e), e);
        }
    }

    /**
     * Holds a document against what a catalog is.
     *
     * @param name what it is told by
     * @throws ConfigurationException if it is none, with everything that is wrong
     */
    static void check(String name, byte[] document) {
        check(name, document, CatalogReader::read);
    }

    /** The same for one that is about to be stored: what would mislead its readers is wrong, too. */
    static void checkNew(String name, byte[] document) {
        check(name, document, CatalogReader::take);
    }

    private static void check(String name, byte[] document, Consumer<byte[]> reading) {
        try {
            reading.accept(document);
        } catch (DocumentException e) {
            throw new ConfigurationException("The catalog (%s) was refused. %s".formatted(name, e.getMessage()), e);
        }
    }
}
