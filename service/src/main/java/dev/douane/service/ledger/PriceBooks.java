package dev.douane.service.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.PriceStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of any catalog version, by deployment. A call is settled by the prices it was decided by.
 *
 * <p>Read over the connection of the transaction that asks: another one might not be had before this transaction ends. The versions that were
 * asked for last are kept. Safe for use by many threads.
 */
final class PriceBooks {
    /** Finds a catalog. */
    @FunctionalInterface
    interface Versions {
        Catalog read(Connection connection, int version) throws SQLException;
    }

    static final int KEPT = 16;

    private final Versions versions;
    /** Whoever puts one in takes out what is too much, so that there never is. */
    private final Cache<Integer, Map<String, Deployment>> kept =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(KEPT).build();

    PriceBooks(Versions versions) {
        this.versions = versions;
    }

    /** The prices of a call of this size; empty where that deployment has none for the service tier. */
    Optional<PriceStep> step(Connection connection, int catalog, String deployment, String serviceTier, int inputTokens)
            throws SQLException {
        var priced = book(connection, catalog).get(deployment);
        return priced == null || priced.prices() == null
                ? Optional.empty()
                : Optional.ofNullable(priced.prices().step(serviceTier, inputTokens));
    }

    /** The model a deployment serves; empty where that version of the catalog does not have it. */
    Optional<String> model(Connection connection, int catalog, String deployment) throws SQLException {
        return Optional.ofNullable(book(connection, catalog).get(deployment))
                .map(found -> found.model().value());
    }

    /** Two threads that ask for the same one at once may both read it. */
    private Map<String, Deployment> book(Connection connection, int version) throws SQLException {
        var known = kept.getIfPresent(version);
        if (known != null) {
            return known;
        }
        var read = new HashMap<String, Deployment>();
        versions.read(connection, version)
                .deployments()
                .forEach(deployment -> read.put(deployment.id().value(), deployment));
        kept.put(version, read);
        return read;
    }
}
