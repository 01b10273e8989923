package dev.douane.service.gaps;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the catalog of a fresh installation does not know, and which calls that stops. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class GapsResourceTest {
    private static ValidatableResponse gaps(String query) {
        return given().header("Authorization", TestKeys.bearer("finops"))
                .get("/v1/catalog/gaps" + query)
                .then();
    }

    private static Map<String, Object> gap(JsonPath found, String term, String provider) {
        return found.getMap("gaps.find { it.term == '%s' && it.provider == '%s' }".formatted(term, provider));
    }

    private static ValidatableResponse critical() {
        return given().header("Authorization", TestKeys.bearer("gateway"))
                .contentType("application/json")
                .body("""
                        {"call": {"model": "gpt-oss-20b", "inputTokens": 1000, "maxOutputTokens": 1000}, "caller": {"product": "gaps"},
                         "data": {"classes": ["internal"], "subjectLocations": ["DE"]},
                         "workload": {"task": "research", "criticality": "critical", "phase": "production"}}""")
                .post("/v1/decisions")
                .then()
                .statusCode(200);
    }

    @Test
    void placeholders_and_unknown_terms_are_listed_with_what_lacks_them() {
        var found = gaps("").statusCode(200).extract().jsonPath();

        assertThat(gap(found, "placeholder", "self-hosted").get("deployments"))
                .isEqualTo(List.of(
                        "self-hosted-gpt-oss-20b", "self-hosted-llama-3.3-70b", "self-hosted-mistral-small-3.2"));
        assertThat(gap(found, "prices", "azure").get("deployments"))
                .isEqualTo(List.of("azure-gpt-5-swedencentral-provisioned"));
        assertThat(gap(found, "contract.continuityClause", "mistral")).isNotEmpty();
        assertThat(gap(found, "contract.trainsOnData", "ovhcloud")).isNotEmpty();
        assertThat(gap(found, "hosting", "openai")).isNotEmpty();
        assertThat(gap(found, "contract.continuityClause", "self-hosted")).isNull();
    }

    @Test
    void a_critical_call_of_a_fresh_installation_is_denied_and_weighs_what_it_came_nearest_to() {
        var before = weight(gaps("").extract().jsonPath());

        var denied = critical()
                .body("verdict", equalTo("deny"))
                .body("reasons.rule", hasItem("placeholder"))
                .body("nearestMiss.deployment", equalTo("self-hosted-gpt-oss-20b"))
                .body("nearestMiss.reasons.rule", hasItems("placeholder"))
                .body("nearestMiss.reasons[0].message", containsString("takes the mark placeholder away"))
                .extract()
                .jsonPath();

        var after = gaps("?window=PT1H")
                .statusCode(200)
                .body("complete", equalTo(true))
                .extract()
                .jsonPath();
        assertThat(after.getInt("denied")).isPositive();
        assertThat(weight(after)).isEqualByComparingTo(before.add(new BigDecimal(denied.getString("cost.requested"))));
        assertThat(after.getString("gaps[0].spend")).isNotEqualTo("0.000000");
    }

    private static BigDecimal weight(JsonPath found) {
        return new BigDecimal(
                gap(found, "placeholder", "self-hosted").get("spend").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0D", "-P1D", "P367D", "1 day", "P1M", "PT9999999999999999H"})
    void a_window_that_is_none_is_refused(String window) {
        given().header("Authorization", TestKeys.bearer("auditor"))
                .queryParam("window", window)
                .get("/v1/catalog/gaps")
                .then()
                .statusCode(400)
                .body("violations[0].pointer", equalTo("?window"))
                .body("violations[0].message", containsString("[" + window + "] is not an ISO 8601 duration"));
    }

    @Test
    void a_gateway_does_not_see_what_others_spend() {
        given().header("Authorization", TestKeys.bearer("gateway"))
                .get("/v1/catalog/gaps")
                .then()
                .statusCode(403);
    }
}
