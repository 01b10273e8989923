package dev.douane.service.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What whoever generates a client from the document counts on. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class OpenApiDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNode document;

    @BeforeEach
    void read() throws IOException {
        document = JSON.readTree(given().header("Authorization", TestKeys.bearer("auditor"))
                .get("/q/openapi?format=json")
                .asString());
    }

    private interface Look {
        void at(String place, JsonNode operation);
    }

    private void everywhere(Look look) {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> look.at(method.getKey() + " " + path.getKey(), method.getValue())));
    }

    @Test
    void every_operation_has_a_name_of_its_own_a_summary_and_a_subject() {
        var names = new HashSet<String>();
        everywhere((place, operation) -> {
            assertThat(names.add(operation.path("operationId").asText()))
                    .as(place)
                    .isTrue();
            assertThat(operation.path("operationId").asText()).as(place).matches("[a-z][A-Za-z]+");
            assertThat(operation.path("summary").asText()).as(place).matches("[A-Z].{5,}");
            assertThat(operation.path("tags").size()).as(place).isEqualTo(1);
        });
        assertThat(names).hasSizeGreaterThan(30);
    }

    @Test
    void every_operation_tells_the_key_and_the_roles_it_needs() {
        assertThat(document.at("/components/securitySchemes/key/type").asText()).isEqualTo("http");
        assertThat(document.at("/components/securitySchemes/key/scheme").asText())
                .isEqualTo("bearer");
        everywhere((place, operation) -> {
            assertThat(operation.at("/security/0").has("key")).as(place).isTrue();
            assertThat(operation.path("description").asText()).as(place).containsAnyOf("Needs a key with", "Any key");
        });
        assertThat(operation("/v1/decisions", "post").at("/security/0/key/0").asText())
                .isEqualTo("gateway");
        assertThat(operation("/v1/keys", "get").at("/security/0/key").toString())
                .isEqualTo("[\"admin\",\"auditor\"]");
    }

    @Test
    void every_failure_is_described_with_its_problem_document() {
        everywhere((place, operation) -> {
            var told = new HashSet<String>();
            operation.path("responses").properties().forEach(response -> {
                told.add(response.getKey());
                if (response.getKey().compareTo("400") >= 0) {
                    var problem = document.at(
                            response.getValue().path("$ref").asText().substring(1));
                    assertThat(problem.at("/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .as(place)
                            .isEqualTo("#/components/schemas/Problem");
                }
            });
            assertThat(told)
                    .as(place)
                    .containsAll(Set.of("400", "401", "403", "406", "408", "414", "429", "431", "500", "503"));
        });
        assertThat(JSON.convertValue(document.at("/components/schemas/Problem/required"), String[].class))
                .contains("type", "title", "status", "detail");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/decisions, post, 409",
        "/v1/decisions, post, 413",
        "/v1/decisions, post, 415",
        "/v1/decisions, post, 422",
        "/v1/decisions/{id}/settlement, post, 404",
        "/v1/budgets, post, 201",
        "/v1/budgets, post, 200",
        "/v1/keys, post, 201",
        "/v1/packs, post, 422"
    })
    void an_operation_tells_its_own_ways_to_end(String path, String method, String status) {
        assertThat(operation(path, method).path("responses").has(status)).isTrue();
    }

    @Test
    void every_json_body_has_a_schema_of_its_own_and_an_example() {
        everywhere((place, operation) -> {
            var body = operation.at("/requestBody/content/application~1json");
            if (!body.isMissingNode()) {
                assertThat(body.at("/schema/$ref").asText()).as(place).startsWith("#/components/schemas/");
                assertThat(body.path("example").isObject()).as(place).isTrue();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"/v1/decisions", "/v1/decisions:batch", "/v1/budgets", "/v1/keys"})
    void an_example_is_taken_as_it_stands(String path) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
        var example = operation(path, "post").at("/requestBody/content/application~1json/example");
        given().header("Authorization", TestKeys.bearer("gateway", "finops", "admin"))
                .urlEncodingEnabled(false) // a colon in a path is itself
                .contentType("application/json")
                .body(example.toString())
                .post(path)
                .then()
                .statusCode(oneOf(200, 201));
    }

    @Test
    void what_is_always_there_is_required_and_schemas_have_names_of_their_own() {
        document.at("/components/schemas")
                .fieldNames()
                .forEachRemaining(name -> assertThat(name)
                        .as("two schemas of one name: give one of them another by @Schema")
                        .doesNotContainPattern("[0-9]$"));
        assertThat(required("Decision")).contains("id", "verdict", "decidedAt").doesNotContain("target", "hold");
        assertThat(required("Reason")).contains("rule", "effect").doesNotContain("cites");
        assertThat(document.at("/components/schemas/Evidence/required").toString())
                .doesNotContain("budgets")
                .doesNotContain("outages");
        assertThat(required("BudgetListed"))
                .as("what is unwrapped is there too")
                .contains("id", "amount", "held")
                .doesNotContain("remaining", "neverMatches");
    }

    private String[] required(String schema) {
        return JSON.convertValue(document.at("/components/schemas/%s/required".formatted(schema)), String[].class);
    }

    @Test
    void what_is_refused_where_it_is_absent_is_required() {
        var asked = new HashSet<String>();
        everywhere((place, operation) -> {
            var schema = operation
                    .at("/requestBody/content/application~1json/schema/$ref")
                    .asText();
            if (!schema.isEmpty()) {
                var answer = given().header("Authorization", TestKeys.bearer(Roles.ALL.toArray(String[]::new)))
                        .urlEncodingEnabled(false)
                        .contentType("application/json")
                        .body("{}")
                        .post(filled(place.substring("post ".length())));
                if (answer.statusCode() == 400) {
                    asked.add(place);
                    assertThat(answer.jsonPath().getList("violations.pointer", String.class))
                            .as(place)
                            .extracting(pointer -> pointer.split("/", -1)[1])
                            .isSubsetOf(required(schema.substring(schema.lastIndexOf('/') + 1)));
                }
            }
        });
        assertThat(asked).hasSizeGreaterThan(8);
    }

    /** A path that leads to nothing that is there. */
    private static String filled(String path) {
        return path.replace("{number}", "999999").replaceAll("\\{\\w+}", "any");
    }

    @Test
    void words_are_those_that_are_served() {
        assertThat(document.findValues("enum"))
                .as("a constant's name instead of its word: make the enum public, so that it can be asked for it")
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        words -> words.forEach(word -> assertThat(word.asText()).matches("[a-z][A-Za-z.-]*")));
    }

    @Test
    void parameters_that_lists_share_are_told_alike() {
        everywhere((place, operation) -> operation.path("parameters").forEach(parameter -> {
            var as = place + " " + parameter.path("name").asText();
            switch (parameter.path("name").asText()) {
                case "limit" -> {
                    assertThat(parameter.at("/schema/type").asText()).as(as).isEqualTo("integer");
                    assertThat(parameter.at("/schema/maximum").asInt()).as(as).isPositive();
                }
                case "cursor" ->
                    assertThat(parameter.path("description").asText()).as(as).isNotEmpty();
                case "at", "from", "to" ->
                    assertThat(parameter.at("/schema/format").asText()).as(as).isEqualTo("date-time");
                default ->
                    assertThat(parameter.path("schema").isObject()).as(as).isTrue();
            }
        }));
    }

    @Test
    void lines_are_a_stream_and_told_one_by_one() {
        assertThat(document.at("/paths/~1v1~1log~1check/get/responses/200/content/application~1x-ndjson/schema")
                        .toString())
                .contains("\"format\":\"binary\"")
                .contains("\"contentSchema\":{\"$ref\":\"#/components/schemas/LogCheckLine\"}");
    }

    @Test
    void a_method_that_a_path_does_not_know_is_refused_with_those_that_it_knows() {
        document.path("paths").properties().forEach(path -> {
            var known = new TreeSet<String>(Set.of("OPTIONS"));
            path.getValue().fieldNames().forEachRemaining(method -> known.add(method.toUpperCase(Locale.ROOT)));
            if (known.contains("GET")) {
                known.add("HEAD");
            }
            var answer = given().header("Authorization", TestKeys.bearer("auditor"))
                    .urlEncodingEnabled(false)
                    .patch(filled(path.getKey()));
            assertThat(answer.statusCode()).as(path.getKey()).isEqualTo(405);
            assertThat(answer.header("Allow")).as(path.getKey()).isEqualTo(String.join(", ", known));
        });
    }

    private JsonNode operation(String path, String method) {
        return document.path("paths").path(path).path(method);
    }
}
