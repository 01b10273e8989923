package dev.douane.service.catalog;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.JurisdictionGroups;
import java.time.LocalDate;

/**
 * A stored version, read.
 *
 * @param jurisdictionsDigest {@code sha256:…} of the groups' document
 */
record CatalogVersion(Catalog catalog, JurisdictionGroups groups, String jurisdictionsDigest) {
    static CatalogVersion of(CatalogRow row) {
        return new CatalogVersion(row.catalog(), row.groups(), row.jurisdictionsDigest);
    }

    CatalogIndex index(LocalDate day) {
        return new CatalogIndex(catalog, groups.on(day));
    }
}
