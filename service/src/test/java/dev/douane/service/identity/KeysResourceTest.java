package dev.douane.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.platform.AsOwner;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class KeysResourceTest {
    @ConfigProperty(name = "douane.data-dir")
    Path dataDir;

    @Inject
    AsOwner owner;

    @Inject
    ApiKeys keys;

    @Inject
    KeyUses uses;

    @Inject
    KeysWithoutReach unlimited;

    @Test
    void a_key_is_shown_once_and_works_until_it_is_revoked() {
        TestKeys.bearer(Roles.ADMIN); // the last key that makes keys is not revoked
        var made = create("{\"name\": \"search gateway\", \"roles\": [\"gateway\", \"admin\"]}");
        made.then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("key", matchesPattern("dk_[a-z0-9]{16}_[A-Za-z0-9_-]{43}"))
                .body("roles", contains("admin", "gateway"));
        String id = made.path("id");
        var bearer = "Bearer " + made.path("key");
        assertThat(made.header("Location")).endsWith("/v1/keys/" + id);

        as(bearer)
                .get("/v1/keys/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("search gateway"))
                .body("createdBy", equalTo(bootstrapId()))
                .body("createdByName", equalTo("bootstrap"))
                .body("key", nullValue())
                .body("sha256", nullValue())
                .body("revokedAt", nullValue());
        assertThatCode(() -> keys.requireInUse(id)).doesNotThrowAnyException();
        as(bootstrap()).delete("/v1/keys/" + id).then().statusCode(200).body("revokedBy", equalTo(bootstrapId()));
        assertThatCode(() -> keys.requireInUse(id))
                .as("what is written to it meanwhile breaks off")
                .isInstanceOf(IOException.class);
        as(TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/keys/" + id)
                .then()
                .statusCode(200)
                .body("revokedByName", equalTo("bootstrap"));
        as(bearer).get("/v1/keys/" + id).then().statusCode(401);
        as(bootstrap()).get("/v1/keys/" + id).then().statusCode(200).body("revokedAt", matchesPattern("20.*Z"));
    }

    @Test
    void revoking_twice_changes_nothing() {
        String id =
                create("{\"name\": \"short-lived\", \"roles\": [\"auditor\"]}").path("id");

        var first = as(bootstrap()).delete("/v1/keys/" + id).path("revokedAt").toString();
        var second = as(bootstrap()).delete("/v1/keys/" + id).path("revokedAt").toString();

        assertThat(second).isEqualTo(first);
        as(bootstrap()).delete("/v1/keys/nosuchkey").then().statusCode(404);
    }

    @Test
    void nobody_without_a_key_is_answered() {
        for (var header : List.of(
                "Bearer dk_aaaaaaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer bootstrap",
                "Bearer ",
                "Bearer " + "x".repeat(4000),
                "Basic YWRtaW46YWRtaW4=",
                "nonsense")) {
            refused(as(header).get("/v1/keys"));
        }
        refused(given().get("/v1/keys"));
    }

    @Test
    void a_wrong_secret_for_a_known_id_is_refused() {
        var text = bootstrap();
        var last = text.charAt(text.length() - 1);

        refused(as(text.substring(0, text.length() - 1) + (last == 'A' ? 'E' : 'A'))
                .get("/v1/keys"));
    }

    /** Paths and answers end up in other people's logs. */
    @Test
    void a_whole_key_where_its_id_was_meant_is_not_repeated() {
        var made = create("{\"name\": \"pasted\", \"roles\": [\"gateway\"]}");
        String id = made.path("id");
        String key = made.path("key");

        for (var answer : List.of(
                as(bootstrap()).delete("/v1/keys/" + key), as(bootstrap()).get("/v1/keys/" + key))) {
            answer.then()
                    .statusCode(404)
                    .body("type", endsWith("/key-not-found"))
                    .body("detail", containsString("(" + id + ")"))
                    .body(not(containsString(key.substring(20))));
        }
    }

    @Test
    void an_expired_key_is_refused() throws SQLException {
        var made = create("{\"name\": \"trial\", \"roles\": [\"admin\"], \"expiresAt\": \"%s\"}"
                .formatted(Instant.now().plusSeconds(3600)));
        made.then().statusCode(201);
        String id = made.path("id");
        owner.execute(
                "update api_key set created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour' where id = '%s'"
                        .formatted(id));

        refused(as("Bearer " + made.path("key")).get("/v1/keys"));
    }

    @Test
    void a_key_without_the_role_is_forbidden() {
        as(TestKeys.bearer(Roles.FINOPS, Roles.GATEWAY))
                .get("/v1/keys")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("https://douane.dev/problems/forbidden"))
                .body(
                        "detail",
                        equalTo("The key does not carry a role that may do this: it needs one of (admin, auditor)."));
    }

    @Test
    void what_is_wrong_with_a_request_is_said_with_its_place() {
        create("{\"name\": \" \", \"roles\": [\"gateway\", \"root\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"}")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("violations.pointer", contains("/expiresAt", "/name", "/roles/1"));
        create("{\"name\": \"x\", \"holder\": \" \", \"roles\": [\"gateway\"]}")
                .then()
                .statusCode(400)
                .body("violations.pointer", contains("/holder"));
        create("{\"name\": \"x\", \"roles\": []}")
                .then()
                .statusCode(400)
                .body("violations.pointer", contains("/roles"));
        create("{\"name\": \"x\", \"rolls\": [\"gateway\"]}")
                .then()
                .statusCode(400)
                .body("violations.pointer", hasItem("/rolls"));
        create("").then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x\\nkey y was revoked by bootstrap", "x\\u0000", "tab\\t", "admin\\u202enimda", "a\\u2028b"})
    void a_name_cannot_be_mistaken_for_something_else(String name) {
        create("{\"name\": \"%s\", \"roles\": [\"gateway\"]}".formatted(name))
                .then()
                .statusCode(400)
                .body("violations.pointer", contains("/name"));
        create(
                        "{\"name\": \"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u5c71\u7530\", \"roles\": [\"gateway\"]}")
                .then()
                .statusCode(201);
    }

    @Test
    void a_key_may_be_one_of_a_named_gateway() {
        var made = create("{\"name\": \"eu gateway, spring\", \"roles\": [\"gateway\"], \"gateway\": \"portkey-eu\"}");

        made.then().statusCode(201).body("gateway", equalTo("portkey-eu"));
        as(bootstrap())
                .get("/v1/keys/" + made.path("id"))
                .then()
                .statusCode(200)
                .body("gateway", equalTo("portkey-eu"));
        create("{\"name\": \"x\", \"roles\": [\"gateway\"]}")
                .then()
                .statusCode(201)
                .body("gateway", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Portkey", "portkey_eu", "-eu", "eu-", "a--b", "portkey eu", "gateway:eu", "caf\u00e9"})
    void the_name_of_a_gateway_is_in_kebab_case(String gateway) {
        create("{\"name\": \"x\", \"roles\": [\"gateway\"], \"gateway\": \"%s\"}".formatted(gateway))
                .then()
                .statusCode(400)
                .body("violations.pointer", contains("/gateway"));
    }

    @Test
    void only_a_key_that_may_ask_is_one_of_a_gateway() {
        create("{\"name\": \"x\", \"roles\": [\"auditor\"], \"gateway\": \"portkey-eu\"}")
                .then()
                .statusCode(400)
                .body("violations.pointer", contains("/gateway"));
        create("{\"name\": \"x\", \"roles\": [\"gateway\"], \"gateway\": \"%s\"}".formatted("a".repeat(65)))
                .then()
                .statusCode(400)
                .body("violations.pointer", contains("/gateway"));
    }

    @Test
    void a_key_tells_for_whom_it_may_ask() {
        String id = create("""
                        {"name": "search", "roles": ["gateway", "finops"],
                         "reach": {"caller": {"product": [" search", "ads"], "environment": ["prod"]}}}""")
                .then()
                .statusCode(201)
                .body("reach.caller.product", contains("ads", "search"))
                .body("unlimited", equalTo(false))
                .extract()
                .path("id");

        as(bootstrap())
                .get("/v1/keys/" + id)
                .then()
                .body(
                        "reach.caller",
                        equalTo(Map.of("product", List.of("ads", "search"), "environment", List.of("prod"))))
                .body("unlimited", equalTo(false));
        as(bootstrap())
                .get("/v1/keys/" + bootstrapId())
                .then()
                .body("reach", nullValue())
                .body("unlimited", equalTo(true));
        create("{\"name\": \"x\", \"roles\": [\"auditor\"]}")
                .then()
                .statusCode(201)
                .body("unlimited", equalTo(false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                   | /reach/caller
            {"caller": {}}                                       | /reach/caller
            {"caller": null}                                     | /reach/caller
            {"caller": {"team": null}}                           | /reach/caller/team
            {"caller": {"prodcut": null}}                        | /reach/caller/prodcut
            {"caller": {"product": []}}                          | /reach/caller/product
            {"caller": {"product": [" "]}}                       | /reach/caller/product/0
            {"caller": {"product": ["a", "b\u202e"]}}           | /reach/caller/product/1
            {"caller": {"product": [null]}}                      | /reach/caller/product/0
            {"caller": {"product": "search"}}                    | /reach/caller/product
            {"caller": {"run": ["r-1"]}}                         | /reach/caller/run
            {"caller": {"prodcut": ["search"]}}                  | /reach/caller/prodcut
            {"among": ["openai"]}                                | /reach/among
            """)
    void a_reach_that_would_mean_something_else_is_refused(String reach, String pointer) {
        create("{\"name\": \"x\", \"roles\": [\"gateway\"], \"reach\": %s}".formatted(reach))
                .then()
                .statusCode(400)
                .body("violations.pointer", contains(pointer));
    }

    @Test
    void only_a_key_that_may_ask_has_a_reach() {
        create("{\"name\": \"x\", \"roles\": [\"auditor\"], \"reach\": {\"caller\": {\"team\": [\"legal\"]}}}")
                .then()
                .statusCode(400)
                .body("violations.pointer", contains("/reach"));
    }

    @Test
    void how_many_keys_may_ask_for_anybody_is_told() {
        unlimited.count();
        var before = withoutReach();

        create("{\"name\": \"x\", \"roles\": [\"gateway\"], \"reach\": {\"caller\": {\"team\": [\"legal\"]}}}");
        create("{\"name\": \"x\", \"roles\": [\"auditor\"]}");
        String id = create("{\"name\": \"x\", \"roles\": [\"gateway\"]}").path("id");
        unlimited.count();
        assertThat(withoutReach()).isEqualTo(before + 1);
        as(bootstrap())
                .get("/q/metrics")
                .then()
                .body(containsString("douane_keys_without_reach %d.0\n".formatted(before + 1)));

        as(bootstrap()).delete("/v1/keys/" + id).then().statusCode(200);
        unlimited.count();
        assertThat(withoutReach()).isEqualTo(before);
    }

    private static int withoutReach() {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/health/ready")
                .path("checks.find { it.name == 'keys' }.data.withoutReach");
    }

    @Test
    void the_list_pages_by_cursor_newest_first_and_never_shows_a_secret() {
        var made = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(create("{\"name\": \"page %d\", \"roles\": [\"finops\"]}".formatted(i))
                    .path("id"));
        }

        var seen = new ArrayList<String>();
        String cursor = null;
        do {
            var request = as(bootstrap()).queryParam("limit", 2);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor)).get("/v1/keys");
            page.then().statusCode(200).body("keys.key", not(hasItem(matchesPattern("dk_.*"))));
            assertThat(page.asString()).doesNotContain("sha256");
            seen.addAll(page.path("keys.id"));
            cursor = page.path("next");
        } while (cursor != null);

        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(made).contains(bootstrapId());
        for (var bad : List.of("limit=0", "limit=201", "limit=many", "cursor=%25%25", "cursor=bm9wZQ")) {
            as(bootstrap()).get("/v1/keys?" + bad).then().statusCode(400);
        }
    }

    @Test
    void a_use_is_written_later() {
        var made = create("{\"name\": \"used\", \"roles\": [\"admin\"]}");
        String id = made.path("id");
        var before = Instant.now().minusSeconds(1);
        as("Bearer " + made.path("key")).get("/v1/keys").then().statusCode(200);

        uses.write();

        assertThat(keys.find(id).orElseThrow().lastUsedAt()).isAfter(before);
    }

    @Test
    void the_bootstrap_key_lies_in_a_file_that_only_its_owner_reads() throws IOException {
        var file = dataDir.resolve(BootstrapKey.FILE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        as(bootstrap())
                .get("/v1/keys/" + bootstrapId())
                .then()
                .statusCode(200)
                .body("name", equalTo("bootstrap"))
                .body("roles", contains(Roles.ALL.toArray()));
    }

    private String bootstrap() {
        try {
            return "Bearer "
                    + Files.readString(dataDir.resolve(BootstrapKey.FILE)).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String bootstrapId() {
        return KeyToken.of(bootstrap().substring("Bearer ".length())).id();
    }

    private Response create(String body) {
        return as(bootstrap()).contentType(ContentType.JSON).body(body).post("/v1/keys");
    }

    private static io.restassured.specification.RequestSpecification as(String authorization) {
        return given().header("Authorization", authorization);
    }

    private static void refused(Response answer) {
        answer.then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json")
                .body("type", equalTo("https://douane.dev/problems/unauthenticated"));
    }
}
