package dev.douane.service.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries are as strict as bodies, at every operation of the served document. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class StrictQueryTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    void no_operation_passes_over_a_parameter_that_it_does_not_know() {
        var asked = new TreeSet<String>();
        var passedOver = new ArrayList<String>();
        everyOperation((operation, method, path, described) -> {
            var answer = ask(described).queryParam("nonsense", "1").request(method, path);
            if (answer.statusCode() != 400 || !answer.asString().contains("\"?nonsense\"")) {
                passedOver.add("%s: %d %s".formatted(operation, answer.statusCode(), answer.asString()));
            }
            asked.add(operation);
        });

        assertThat(passedOver).isEmpty();
        assertThat(asked).hasSizeGreaterThanOrEqualTo(35).contains("get /v1/catalog", "post /v1/decisions");
    }

    @Test
    void no_parameter_is_given_twice_or_without_a_value() {
        var asked = new TreeSet<String>();
        everyOperation((operation, method, path, described) -> {
            for (var name : query(described)) {
                refused(ask(described).queryParam(name, "1", "1").request(method, path), "?" + name);
                refused(ask(described).queryParam(name, "").request(method, path), "?" + name);
                asked.add(operation + " " + name);
            }
        });

        assertThat(asked).contains("get /v1/keys cursor", "get /v1/decisions from", "get /v1/budgets limit");
    }

    @Test
    void the_nearest_known_parameter_is_named() {
        as().get("/v1/catalog?Provider=openai")
                .then()
                .statusCode(400)
                .body("violations[0].message", containsString("known here: "))
                .body("violations[0].message", containsString("Maybe provider?"));
    }

    @Test
    void who_may_not_ask_does_not_learn_what_could_be_asked() {
        given().get("/v1/keys?nonsense=1").then().statusCode(401);
        given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                .get("/v1/keys?nonsense=1")
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "+10000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59.999999999Z",
                "yesterday"
            })
    void a_time_that_nobody_can_mean_is_refused_and_not_answered_with_nothing(String time) {
        for (var place : List.of("/v1/decisions?from=", "/v1/decisions?to=")) {
            for (var form : List.of("application/json", "application/x-ndjson", "text/csv")) {
                as().accept(form)
                        .urlEncodingEnabled(false)
                        .get(place + time.replace("+", "%2B"))
                        .then()
                        .statusCode(400)
                        .body("violations[0].message", containsString("is not a time of the years 1970 to 9999"));
            }
        }
        refused(as().queryParam("at", time).get("/v1/budgets/00000000-0000-0000-0000-000000000000/entries"), "?at");
    }

    @Test
    void a_cursor_of_no_list_is_refused() {
        for (var list : List.of("/v1/keys", "/v1/budgets", "/v1/packs", "/v1/rulesets", "/v1/catalog")) {
            for (var cursor : List.of("AAAA", "AA", "AA==", "A", "bm8=", "_", "gICA", "x".repeat(513))) {
                refused(as().queryParam("cursor", cursor).get(list), "?cursor");
            }
        }
    }

    private interface Asking {
        void about(String operation, String method, String path, Map<String, Object> described);
    }

    private static void everyOperation(Asking asking) {
        Map<String, Map<String, Map<String, Object>>> paths = as().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        paths.forEach((path, operations) -> operations.forEach((method, described) -> {
            if (METHODS.contains(method)) {
                asking.about(
                        method + " " + path,
                        method.toUpperCase(Locale.ROOT),
                        path.replaceAll("\\{[^}]*}", "1"),
                        described);
            }
        }));
    }

    private static List<String> query(Map<String, Object> described) {
        @SuppressWarnings("unchecked")
        var parameters = (List<Map<String, Object>>) described.getOrDefault("parameters", List.of());
        return parameters.stream()
                .filter(parameter -> "query".equals(parameter.get("in")))
                .map(parameter -> (String) parameter.get("name"))
                .toList();
    }

    private static RequestSpecification ask(Map<String, Object> described) {
        if (!(described.get("requestBody") instanceof Map<?, ?> body)) {
            return as().urlEncodingEnabled(false); // a colon in a path is itself
        }
        var type = ((Map<?, ?>) body.get("content")).keySet().iterator().next().toString();
        return as().urlEncodingEnabled(false).header("Content-Type", type).body(new byte[] {'{', '}'});
    }

    private static RequestSpecification as() {
        return given().header("Authorization", TestKeys.bearer(Roles.ALL.toArray(String[]::new)));
    }

    private static void refused(Response answer, String place) {
        answer.then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("title", equalTo("The request is not valid"))
                .body("violations.pointer", hasItem(place));
    }
}
