package dev.douane.service.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.document.CatalogReader;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class CatalogResourceTest {
    @Inject
    ActiveCatalog active;

    @Inject
    CatalogVersions versions;

    @Inject
    SettableTime time;

    @AfterEach
    void now() {
        time.reset();
    }

    @Test
    void the_shipped_catalog_is_version_1_and_shown_to_every_role() {
        var shipped = CatalogReader.shipped();
        for (var role : Roles.ASKING) {
            given().header("Authorization", TestKeys.bearer(role))
                    .get("/v1/catalog")
                    .then()
                    .statusCode(200)
                    .body("version", equalTo(1))
                    .body("digest", equalTo(shipped.digest()))
                    .body("jurisdictionsDigest", matchesPattern("sha256:[0-9a-f]{64}"))
                    .body("currency", equalTo("USD"))
                    .body("tiers", contains("economy", "standard", "frontier"))
                    .body("counts.deployments", equalTo(shipped.deployments().size()))
                    .body("models.size()", equalTo(shipped.models().size()))
                    .body("deployments.size()", is(50))
                    .body("next", notNullValue());
        }
        given().get("/v1/catalog").then().statusCode(401);
    }

    @Test
    void the_pages_hold_every_deployment_once_in_the_order_of_ids() {
        var seen = new ArrayList<String>();
        String cursor = null;
        do {
            var page = cursor == null ? get("limit=17") : get("limit=17&cursor=" + cursor);
            seen.addAll(page.path("deployments.id"));
            cursor = page.path("next");
        } while (cursor != null);

        assertThat(seen)
                .containsExactlyElementsOf(CatalogReader.shipped().deployments().stream()
                        .map(deployment -> deployment.id().value())
                        .toList());
    }

    @Test
    void filters_narrow_and_combine() {
        var some = CatalogReader.shipped().deployments().stream()
                .filter(deployment -> deployment.hosting() != null)
                .findFirst()
                .orElseThrow();
        var all = "limit=200&provider=%s&model=%s&hosting=%s&tier=%s"
                .formatted(some.provider(), some.model(), some.hosting(), some.tier());

        assertThat(new ArrayList<String>(get(all).path("deployments.id")))
                .contains(some.id().value());
        get("limit=200&tier=economy").then().body("deployments.tier", everyItem(equalTo("economy")));
        assertThat(get("limit=200&hosting=EEA").<List<String>>path("deployments.hosting"))
                .isNotEmpty()
                .allSatisfy(code -> assertThat(members("EEA")).contains(code));
        get("limit=200&model=openai/GPT-5&provider=OpenAI")
                .then()
                .body("deployments.model", everyItem(equalTo("gpt-5")))
                .body("deployments.provider", everyItem(equalTo("openai")))
                .body("deployments.size()", greaterThan(0));
    }

    @Test
    void words_that_mean_nothing_are_refused() {
        for (var query : new String[] {
            "tier=huge",
            "hosting=Atlantis",
            "provider=opnai",
            "model=gtp-5",
            "limit=%D9%A5",
            "at=2999-01-01T00:00:00Z",
            "cursor=bm9wZQ",
            "limit=0"
        }) {
            given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                    .urlEncodingEnabled(false)
                    .get("/v1/catalog?" + query)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
    }

    @Test
    void the_index_stays_the_same_until_a_membership_changes() {
        time.set(Instant.parse("2026-11-21T23:59:59Z"));
        var today = active.current();

        time.set(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(active.current()).isSameAs(today);
        time.set(Instant.parse("2020-12-31T23:59:59Z"));
        var then = active.current();
        assertThat(then.groups()).isNotEqualTo(today.groups());
        assertThat(active.current()).isSameAs(then);
        time.set(Instant.parse("2026-11-22T00:00:00Z").plus(Duration.ofDays(1)));
        assertThat(active.current().groups()).isEqualTo(today.groups());
    }

    @Test
    void a_version_can_be_had_by_its_number() {
        assertThat(versions.version(1).deployments().stream().map(Deployment::id))
                .containsExactlyElementsOf(CatalogReader.shipped().deployments().stream()
                        .map(Deployment::id)
                        .toList());
        assertThat(versions.version(1).version()).isEqualTo(1);
        Assertions.assertThatThrownBy(() -> versions.version(99)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void storing_the_same_catalog_again_makes_no_version() {
        assertThat(versions.storeGiven()).isEqualTo(1);
        assertThat(versions.latest()).contains(1);
    }

    private SortedSet<String> members(String group) {
        var members = new TreeSet<String>();
        var countries = versions.index(1, LocalDate.now(java.time.ZoneOffset.UTC))
                .groups()
                .countries(group);
        countries.forEach(country -> members.add(country.code()));
        return members;
    }

    private static Response get(String query) {
        var answer =
                given().header("Authorization", TestKeys.bearer(Roles.GATEWAY)).get("/v1/catalog?" + query);
        answer.then().statusCode(200);
        return answer;
    }
}
