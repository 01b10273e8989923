package dev.douane.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.limits.SmallLimits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures are for whoever is to have them, and whoever has them has nothing else; where {@code douane.identity.metrics-roles} is {@code metrics}. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(SmallLimits.class)
class MetricsRoleTest {
    private static int get(String role, String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", TestKeys.bearer(role))
                .get(path)
                .statusCode();
    }

    @Test
    void a_key_of_the_role_reads_figures() {
        given().header("Authorization", TestKeys.bearer(Roles.METRICS))
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("douane_security_events_total"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/v1/ping", "/v1/roles", "/v1/catalog", "/v1/keys", "/v1/nothing-there", "/"})
    void and_nothing_else(String path) {
        assertThat(get(Roles.METRICS, path)).isEqualTo(403);
    }

    /** One path, however it is spelled. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/metrics",
                "/q/metrics/",
                "/q/metrics/x",
                "/q//metrics",
                "//q/metrics",
                "/q/./metrics",
                "/q/x/../metrics",
                "/q/%6detrics",
                "/%71/metrics",
                "/q/metrics;a=b",
                "/q;a=b/metrics",
                "/q/metrics?name=jvm",
                "/q/metrics%2f",
                "/Q/metrics"
            })
    void no_other_key_reads_them_by_any_spelling(String path) {
        for (var role : Roles.ASKING) {
            var answer = given().urlEncodingEnabled(false)
                    .header("Authorization", TestKeys.bearer(role))
                    .get(path);
            assertThat(answer.statusCode()).as("%s as %s", path, role).isIn(400, 403, 404);
            assertThat(answer.asString()).doesNotContain("# TYPE");
        }
    }
}
