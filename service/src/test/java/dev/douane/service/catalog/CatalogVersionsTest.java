package dev.douane.service.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.document.CatalogReader;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class CatalogVersionsTest {
    @Inject
    CatalogRows rows;

    @Inject
    TimeSource time;

    @Inject
    ActiveCatalog active;

    @Inject
    OwnerDatabase database;

    @Test
    void a_changed_file_is_the_next_version_and_an_upgrade_does_not_replace_it(@TempDir Path dir) throws IOException {
        var first = active.current().catalog().version();
        var file = dir.resolve("catalog.yaml");
        Files.writeString(file, shipped() + "# ours\n");

        assertThat(given(file).storeGiven()).isEqualTo(first + 1);
        assertThat(given(file).storeGiven()).isEqualTo(first + 1);
        active.follow();
        assertThat(active.current().catalog().version()).isEqualTo(first + 1);
        assertThat(given(null).storeGiven()).isEqualTo(first + 1);

        Files.writeString(file, shipped());
        assertThat(given(file).storeGiven()).isEqualTo(first + 2);
        active.follow();
        assertThat(active.current().catalog().digest())
                .isEqualTo(CatalogReader.shipped().digest());
    }

    @Test
    void what_is_no_catalog_stops_the_start_and_is_not_stored(@TempDir Path dir) throws IOException {
        var latest = given(null).latest();
        var file = dir.resolve("catalog.yaml");
        Files.writeString(file, shipped().replace("currency: USD", "currency: Doubloon"));

        assertThatThrownBy(() -> given(file).storeGiven())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("currency");
        assertThatThrownBy(() -> given(dir.resolve("nowhere.yaml")).storeGiven())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be read");
        assertThat(given(null).latest()).isEqualTo(latest);
    }

    @Test
    void a_stored_version_cannot_be_changed() throws SQLException {
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement()) {
            for (var change : new String[] {
                "update catalog_version set origin = 'file'",
                "delete from catalog_version",
                "update pack_version set title = ''",
                "update ruleset set zone = 'CET'",
                "delete from ruleset_activation"
            }) {
                assertThatThrownBy(() -> statement.execute(change)).as(change).hasMessageContaining("append-only");
            }
        }
    }

    private CatalogVersions given(Path file) {
        return new CatalogVersions(rows, () -> Optional.ofNullable(file), time);
    }

    private static String shipped() {
        return new String(CatalogReader.shippedBytes(), StandardCharsets.UTF_8);
    }
}
