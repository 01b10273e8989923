package dev.douane.service.catalog;

import dev.douane.service.platform.FirstLook;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Whether an operator's catalog is one. */
public final class CatalogFirstLook implements FirstLook {
    /** As a service. */
    public CatalogFirstLook() {}

    @Override
    public void at(Function<String, Optional<String>> settings) {
        settings.apply("douane.catalog.file")
                .map(Path::of)
                .ifPresent(file -> CatalogFile.check(file.toString(), CatalogFile.bytes(file)));
    }
}
