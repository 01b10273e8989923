package dev.douane.service.decisions;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body with ever so much that is wrong is told what is, and not sixteen times its length. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ManyFaultsTest {
    private static final String TOLD = "Of what is wrong, 100 places are told.";

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj("\"m%d\": 1"::formatted).collect(joining(", ", "{", "}"));
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway | /v1/decisions | %s",
                "gateway | /v1/decisions | {'call': %s}",
                "gateway | /v1/decisions:batch | %s"
            })
    void so_many_places_are_told(String role, String path, String body) {
        var answer = post(role, path, body.replace('\'', '"').formatted(members(15_000)))
                .statusCode(400)
                .body("violations", hasSize(100))
                .body("detail", endsWith(TOLD))
                .extract();

        assertThat(answer.asByteArray()).hasSizeLessThan(32 << 10);
    }

    @Test
    void of_a_long_list_too() {
        var roles = IntStream.range(0, 15_000).mapToObj("\"r%d\""::formatted).collect(joining(", ", "[", "]"));

        post(Roles.ADMIN, "/v1/keys", "{\"name\": \"x\", \"roles\": %s}".formatted(roles))
                .statusCode(400)
                .body("violations", hasSize(100))
                .body("detail", endsWith(TOLD));
    }

    /** Four megabytes of them were once answered with more than sixty. */
    @Test
    void of_each_call_of_a_batch() {
        var call = "{\"call\": %s}".formatted(members(2_000));
        var answer = post(
                        Roles.GATEWAY,
                        "/v1/decisions:batch",
                        "{\"calls\": [%s%s]}".formatted(call, (", " + call).repeat(99)))
                .statusCode(200)
                .body("items", hasSize(100))
                .body("items[99].problem.violations", hasSize(100))
                .body("items[99].problem.detail", endsWith(TOLD))
                .extract();

        assertThat(answer.asByteArray()).hasSizeLessThan(4 << 20);
    }

    @Test
    void a_hundred_are_all_there_are() {
        post(
                        Roles.GATEWAY,
                        "/v1/decisions:batch",
                        "{\"calls\": [], " + members(99).substring(1))
                .statusCode(400)
                .body("violations", hasSize(100))
                .body("detail", equalTo("The request is not valid."));
    }
}
