package dev.douane.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class NothingWithoutAKeyTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");

    @Test
    void every_operation_of_the_openapi_document_asks_for_a_key() {
        Map<String, Map<String, Object>> paths = given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        var walked = new TreeSet<String>();
        paths.forEach((path, operations) -> {
            for (var method : operations.keySet()) {
                if (METHODS.contains(method) && !path.startsWith("/q/health")) {
                    refused(given().request(method.toUpperCase(Locale.ROOT), path.replaceAll("\\{[^}]*}", "x")));
                    walked.add(method + " " + path);
                }
            }
        });

        assertThat(walked)
                .contains(
                        "post /v1/keys",
                        "get /v1/keys",
                        "get /v1/keys/{id}",
                        "delete /v1/keys/{id}",
                        "get /v1/catalog",
                        "get /v1/packs",
                        "get /v1/packs/{name}/versions/{version}",
                        "get /v1/rulesets",
                        "get /v1/rulesets/current");
    }

    @Test
    void what_is_not_in_the_document_asks_for_a_key_too() {
        for (var path :
                List.of("/", "/v1", "/v1/nonsense", "/q/metrics", "/q/openapi", "/q/info", "/q/dev-ui", "//v1/keys")) {
            refused(given().urlEncodingEnabled(false).get(path));
        }
    }

    @Test
    void a_key_reads_metrics_and_the_document() {
        for (var path : List.of("/q/metrics", "/q/openapi")) {
            given().header("Authorization", TestKeys.bearer(Roles.FINOPS))
                    .get(path)
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void health_answers_everybody() {
        given().get("/q/health/live").then().statusCode(200);
        assertThat(given().get("/q/health/ready").statusCode()).isIn(200, 503);
        assertThat(given().get("/q/health").statusCode()).isIn(200, 503);
    }

    /** Whoever sends calls here needs to know whether, not what is in force and what is wrong with it. */
    @Test
    void health_tells_strangers_and_scrapers_which_checks_are_up_and_no_more() {
        for (var stranger : List.of(given(), given().header("Authorization", TestKeys.bearer(Roles.METRICS)))) {
            for (var path : List.of("/q/health", "/q/health/ready")) {
                List<Map<String, Object>> checks = stranger.get(path).path("checks");
                assertThat(checks).extracting(check -> check.get("name")).contains("ruleset", "keys", "ledger");
                assertThat(checks).allSatisfy(check -> assertThat(check).containsOnlyKeys("name", "status"));
            }
        }
        given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                .get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'ruleset' }.data.size()", greaterThan(0));
    }

    private static void refused(Response answer) {
        answer.then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json")
                .body("status", equalTo(401));
    }
}
