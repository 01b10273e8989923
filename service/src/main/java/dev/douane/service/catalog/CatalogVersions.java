package dev.douane.service.catalog;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** All versions of the catalog, as they were. A version never changes; the latest is in force. */
@ApplicationScoped
public class CatalogVersions {
    private static final Logger LOG = Logger.getLogger(CatalogVersions.class);
    private static final int READ_MAX = 8;
    private static final String SHIPPED = "shipped";
    private static final String FILE = "file";

    private final CatalogRows rows;
    private final CatalogConfig config;
    private final TimeSource time;
    private final LoadingCache<Integer, CatalogVersion> read =
            Caffeine.newBuilder().maximumSize(READ_MAX).build(this::fromRow);

    @Inject
    CatalogVersions(CatalogRows rows, CatalogConfig config, TimeSource time) {
        this.rows = rows;
        this.config = config;
        this.time = time;
    }

    /**
     * The catalog of that number.
     *
     * @throws NoSuchElementException if there never was one
     */
    public Catalog version(int version) {
        return stored(version).catalog();
    }

    /**
     * The same, read over a connection of the caller's: for who has a transaction under way, and could wait in vain for another connection.
     *
     * @throws NoSuchElementException if there never was one
     */
    public Catalog version(Connection connection, int version) throws SQLException {
        try (var select = connection.prepareStatement("select document from catalog_version where version = ?")) {
            select.setInt(1, version);
            try (var rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw missing(version);
                }
                return CatalogReader.read(rows.getBytes(1)).numbered(version);
            }
        }
    }

    /**
     * The catalog of that number as it stood on one UTC day.
     *
     * @throws NoSuchElementException if there never was one
     */
    public CatalogIndex index(int version, LocalDate day) {
        return stored(version).index(day);
    }

    /**
     * A version as it was written.
     *
     * @param catalog the catalog's document
     * @param jurisdictions that of the jurisdiction groups
     */
    public record Documents(String catalog, String jurisdictions) {}

    /**
     * The documents of that number.
     *
     * @throws NoSuchElementException if there never was one
     */
    public Documents documents(int version) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.findByIdOptional(version)
                        .map(row -> new Documents(
                                new String(row.document, StandardCharsets.UTF_8),
                                new String(row.jurisdictions, StandardCharsets.UTF_8))))
                .orElseThrow(() -> missing(version));
    }

    CatalogVersion stored(int version) {
        return read.get(version);
    }

    /** The number in force, empty before the first start. */
    Optional<Integer> latest() {
        return QuarkusTransaction.requiringNew().call(rows::latestVersion);
    }

    /** The number that was in force at that time; empty before the first start. */
    Optional<Integer> at(Instant time) {
        return QuarkusTransaction.requiringNew().call(() -> rows.versionAt(time));
    }

    private CatalogVersion fromRow(int version) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.findByIdOptional(version).map(CatalogVersion::of))
                .orElseThrow(() -> missing(version));
    }

    private static NoSuchElementException missing(int version) {
        return new NoSuchElementException("catalog version (%d) was never there".formatted(version));
    }

    /**
     * Stores what this node was given where it differs from what is in force.
     *
     * <p>A file that is named in the configuration always counts. The shipped catalog counts on the first start, and afterwards only while
     * what is in force was shipped as well: an operator's catalog is not replaced by an upgrade.
     *
     * @return the number in force
     * @throws ConfigurationException if the document cannot be read or is not a catalog, with everything that is wrong
     */
    int storeGiven() {
        var origin = config.file().isPresent() ? FILE : SHIPPED;
        var document = config.file().map(CatalogFile::bytes).orElseGet(CatalogReader::shippedBytes);
        return QuarkusTransaction.requiringNew().call(() -> storeIfNew(origin, document));
    }

    private int storeIfNew(String origin, byte[] document) {
        rows.lockNext();
        var digest = JurisdictionsReader.digest(document);
        var jurisdictions = JurisdictionsReader.shippedBytes();
        var jurisdictionsDigest = JurisdictionsReader.digest(jurisdictions);
        var latest = rows.latest().orElse(null);
        if (latest != null) {
            var replaced = origin.equals(FILE) || latest.origin.equals(SHIPPED);
            var same = latest.digest.equals(digest) && latest.jurisdictionsDigest.equals(jurisdictionsDigest);
            if (!replaced || same) {
                return latest.version;
            }
        }
        CatalogFile.checkNew(config.file().map(Path::toString).orElse(SHIPPED), document);
        var row = new CatalogRow();
        row.version = latest == null ? 1 : latest.version + 1;
        row.digest = digest;
        row.document = document;
        row.jurisdictionsDigest = jurisdictionsDigest;
        row.jurisdictions = jurisdictions;
        row.origin = origin;
        row.createdAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.createdBy = "start";
        rows.persistAndFlush(row);
        LOG.infof("catalog version %d (%s, %s) is stored", row.version, origin, digest);
        return row.version;
    }
}
