package dev.douane.service.packs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackContent;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class PacksResourceTest {
    @Inject
    Packs packs;

    @Inject
    GivenPacks node;

    @Inject
    DataSource database;

    @BeforeEach
    void published() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(30))
                .until(() -> packs.find("cost-tier", "1.0.0").isPresent());
    }

    @Test
    void the_shipped_packs_are_published() throws PackException {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .get("/v1/packs")
                .then()
                .statusCode(200)
                .body("packs.name", hasItems("budget-guard", "cost-tier", "sovereignty-eu"))
                .body(
                        "packs.find { it.name == 'cost-tier' }.digest",
                        equalTo(shipped("cost-tier").digest()))
                .body("packs.find { it.name == 'cost-tier' }.concern", equalTo("cost-tier"));
    }

    @Test
    void a_stored_pack_is_the_pack_that_was_published() throws PackException {
        for (var one : node.read()) {
            var manifest = one.pack().manifest();
            assertThat(packs.find(manifest.name(), manifest.version().toString()))
                    .contains(one.pack());
        }
    }

    /** Its manifest is read once, by the process that reads packs, and kept. */
    @Test
    void a_pack_from_before_levels_and_manifests_is_held_to_the_checks_of_its_day() throws Exception {
        var old = PackReader.of("from-before", withName(shipped("cost-tier").files(), "from-before"));
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("insert into pack_version"
                        + " (name, version, digest, concern, title, content, published_at, published_by, level)"
                        + " values ('from-before', '1.0.0', ?, 'cost-tier', 'Old', ?, now(), 'somebody', 1)")) {
            insert.setString(1, old.digest());
            insert.setBytes(2, PackContent.of(old.files()));
            insert.executeUpdate();
        }

        for (int time = 0; time < 2; time++) {
            assertThat(packs.find("from-before", "1.0.0")).contains(old.at(Pack.FIRST_LEVEL));
        }
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select document::jsonb ->> 'name' from pack_manifest"
                        + " join pack_version on id = pack_version where digest = ?")) {
            query.setString(1, old.digest());
            var kept = query.executeQuery();
            assertThat(kept.next()).isTrue();
            assertThat(kept.getString(1)).isEqualTo("from-before");
        }
        assertThat(packs.find("cost-tier", "1.0.0").orElseThrow().level()).isEqualTo(Pack.LEVEL);
    }

    @Test
    void one_version_is_shown_with_all_its_files() {
        given().header("Authorization", TestKeys.bearer(Roles.APPROVER))
                .get("/v1/packs/sovereignty-eu/versions/1.0.0")
                .then()
                .statusCode(200)
                .body("name", equalTo("sovereignty-eu"))
                .body("files.path", hasItems("pack.yaml", "rules/personal-data.drl"));
        given().header("Authorization", TestKeys.bearer(Roles.APPROVER))
                .get("/v1/packs/sovereignty-eu/versions/9.9.9")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void the_list_pages_by_cursor() {
        var seen = new ArrayList<String>();
        String cursor = null;
        do {
            var request = given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                    .queryParam("limit", 1);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor)).get("/v1/packs");
            page.then().statusCode(200);
            seen.addAll(page.path("packs.name"));
            cursor = page.path("next");
        } while (cursor != null);

        assertThat(seen).contains("budget-guard", "cost-tier", "sovereignty-eu").doesNotHaveDuplicates();
    }

    @Test
    void a_gateway_does_not_read_packs() {
        for (var role : List.of(Roles.GATEWAY, Roles.FINOPS)) {
            given().header("Authorization", TestKeys.bearer(role))
                    .get("/v1/packs")
                    .then()
                    .statusCode(403);
            given().header("Authorization", TestKeys.bearer(role))
                    .get("/v1/packs/cost-tier/versions/1.0.0")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void a_published_version_with_other_content_is_refused_and_nothing_of_the_set_is_published() throws PackException {
        var shipped = shipped("cost-tier");
        var files = new ArrayList<>(shipped.files());
        files.removeIf(file -> file.path().equals("CHANGELOG.md"));
        files.add(new PackFile("CHANGELOG.md", "not what was published\n"));
        var changed = PackReader.of("cost-tier", files);
        var fresh = PackReader.of("fresh", withName(shipped.files(), "fresh"));

        assertThatThrownBy(() -> packs.publish(
                        List.of(new GivenPacks.Given(changed, true), new GivenPacks.Given(fresh, true)), pack -> {}))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("pack (cost-tier@1.0.0) is already stored with another digest")
                .hasMessageContaining(shipped.digest())
                .hasMessageContaining("Maybe raise the version in pack.yaml.");
        assertThat(packs.find("fresh", "1.0.0")).isEmpty();
    }

    @Test
    void a_pack_that_did_not_come_with_the_program_is_verified_before_it_is_published() throws PackException {
        var doubtful = PackReader.of("doubtful", withName(shipped("cost-tier").files(), "doubtful"));

        assertThatThrownBy(() -> packs.publish(List.of(new GivenPacks.Given(doubtful, false)), pack -> {
                    throw new PackException(
                            pack.reference(), List.of(PackProblem.in("tests/a.yaml", "a scenario failed")));
                }))
                .hasMessageContaining("a scenario failed");
        assertThat(packs.find("doubtful", "1.0.0")).isEmpty();
    }

    private static List<PackFile> withName(List<PackFile> files, String name) {
        return files.stream()
                .map(file -> file.path().equals("pack.yaml")
                        ? new PackFile(file.path(), file.text().replace("name: cost-tier", "name: " + name))
                        : file)
                .toList();
    }

    private Pack shipped(String name) throws PackException {
        return node.read().stream()
                .map(GivenPacks.Given::pack)
                .filter(pack -> pack.manifest().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** By a client that sends any media type as it is. */
    @ParameterizedTest
    @CsvSource({
        "garbage, 415",
        "multipart/form-data; boundary=x, 400",
        "multipart/form-data, 400",
        "Multipart/Form-Data; boundary=x, 400",
        "multipart/form-data; Boundary=x, 400"
    })
    void what_says_to_be_what_it_is_not_is_refused(String contentType, int status) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/packs".formatted(RestAssured.port)))
                .header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }
}
