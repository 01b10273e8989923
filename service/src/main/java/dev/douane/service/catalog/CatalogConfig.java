package dev.douane.service.catalog;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the catalog slice. */
@ConfigMapping(prefix = "douane.catalog")
public interface CatalogConfig {
    /**
     * A catalog document to use instead of the shipped one. Read at start; a changed document becomes the next version. The format is
     * described in {@code docs/operators/catalog.md}.
     */
    Optional<Path> file();
}
