package dev.douane.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which catalog versions are read, and over which connection. */
@BesideOthers
class PriceBooksTest {
    private final TestServer.Database database = TestServer.database();
    private final List<Integer> read = new ArrayList<>();
    private final List<Connection> over = new ArrayList<>();
    private final PriceBooks prices = new PriceBooks((connection, version) -> {
        over.add(connection);
        read.add(version);
        return TestCatalog.CATALOG.numbered(version);
    });

    @Test
    void a_version_is_read_once_over_the_connection_of_who_asks() throws SQLException {
        try (var connection = database.connect()) {
            assertThat(prices.model(connection, 3, "big-one")).contains("big");
            assertThat(prices.step(connection, 3, "big-two", "default", 10)).isPresent();
            assertThat(prices.step(connection, 3, "big-two", "priority", 10)).isEmpty();
            assertThat(prices.model(connection, 3, "big-three")).isEmpty();

            assertThat(over).containsExactly(connection);
        }
    }

    @Test
    void of_many_versions_only_the_last_are_kept() throws SQLException {
        try (var connection = database.connect()) {
            for (int version = 1; version <= 500; version++) {
                prices.model(connection, version, "big-one");
            }
            read.clear();
            for (int version = 1; version <= 500; version++) {
                prices.model(connection, version, "big-one");
            }
        }
        assertThat(read).hasSizeGreaterThan(500 - 2 * PriceBooks.KEPT);
    }
}
