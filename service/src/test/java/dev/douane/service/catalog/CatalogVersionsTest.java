package dev.douane.service.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.douane.rules.document.CatalogReader;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
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

    /** Whoever reads an old decision looks up what its deployment cost then. */
    @Test
    void an_older_version_is_shown_by_its_number_and_by_its_time(@TempDir Path dir) throws IOException {
        var older = active.current().catalog().version();
        var before = time.now();
        var file = dir.resolve("catalog.yaml");
        try {
            Files.writeString(file, shipped().replace("grok-4.3", "grok-5"));
            var newer = given(file).storeGiven();
            active.follow();

            get("limit=1").statusCode(200).body("version", equalTo(newer)).body("models.id", hasItem("grok-5"));
            for (var which : List.of("version=" + older, "at=" + before)) {
                String next = get(which + "&limit=1")
                        .statusCode(200)
                        .body("version", equalTo(older))
                        .body("models.id", allOf(hasItem("grok-4.3"), not(hasItem("grok-5"))))
                        .extract()
                        .path("next");
                get(which + "&limit=1&cursor=" + next).statusCode(200).body("version", equalTo(older));
                get(which + "&model=grok-4.3").statusCode(200).body("deployments.model", hasItem("grok-4.3"));
                get(which + "&model=grok-5").statusCode(400).body("violations.pointer", contains("?model"));
            }
            get("version=%d&cursor=%s"
                            .formatted(
                                    newer,
                                    get("version=" + older + "&limit=1")
                                            .extract()
                                            .<String>path("next")))
                    .statusCode(400);
            get("version=%d&at=%s".formatted(older, before))
                    .statusCode(400)
                    .body("violations.pointer", contains("?at"));
            get("version=" + (newer + 1)).statusCode(404).body("type", endsWith("/catalog-not-found"));
            get("at=2020-01-01T00:00:00Z").statusCode(404).body("type", endsWith("/catalog-not-found"));
        } finally {
            Files.writeString(file, shipped());
            given(file).storeGiven();
            active.follow();
        }
    }

    private static ValidatableResponse get(String query) {
        return RestAssured.given()
                .header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/catalog?" + query)
                .then();
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
        Files.writeString(file, shipped() + "# ours\u200B\n");
        assertThatThrownBy(() -> given(file).storeGiven())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a character (U+200B) stands here that misleads whoever reads the document");
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
