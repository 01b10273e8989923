package dev.douane.service.ledger.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.ledger.PriceBooks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Deployments of any catalog version with their prices: a call is settled by those it was decided by.
 *
 * <p>Read over the connection of the transaction that asks: another one might not be had before this transaction ends. The versions that were
 * asked for last are kept. Safe for use by many threads.
 */
final class CatalogPrices {
    private static final int KEPT = 16;

    private final LedgerStore.Catalogs catalogs;
    /** Whoever puts one in takes out what is too much, so that there never is. */
    private final Cache<Integer, Map<String, Deployment>> kept =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(KEPT).build();

    CatalogPrices(LedgerStore.Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /** The prices of these versions; two threads that ask for the same one at once may both read it. */
    PriceBooks of(Connection connection, Set<Integer> versions) throws SQLException {
        if (versions.isEmpty()) {
            return PriceBooks.NONE;
        }
        var books = new HashMap<Integer, Map<String, Deployment>>();
        for (var version : versions) {
            books.put(version, book(connection, version));
        }
        return new PriceBooks(books);
    }

    private Map<String, Deployment> book(Connection connection, int version) throws SQLException {
        var known = kept.getIfPresent(version);
        if (known != null) {
            return known;
        }
        var book = byId(catalogs.read(connection, version));
        kept.put(version, book);
        return book;
    }

    /** The deployments of a catalog. */
    static Map<String, Deployment> byId(Catalog catalog) {
        var byId = new HashMap<String, Deployment>();
        catalog.deployments().forEach(deployment -> byId.put(deployment.id().value(), deployment));
        return byId;
    }
}
