package dev.douane.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may do what: the list that is served, the page that operators read, and what happens to who tries. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RolesResourceTest {
    private static final Path PAGE = Path.of("..", "docs", "operators", "identity.md");
    private static final String FROM = "<!-- what GET /v1/roles says; a test holds it against that -->\n";
    private static final String TO = "<!-- until here -->\n";

    /** As the page has them: who asks, who rules, who looks, who keeps the house. */
    private static final List<String> COLUMNS =
            List.of(Roles.GATEWAY, Roles.AUTHOR, Roles.APPROVER, Roles.AUDITOR, Roles.FINOPS, Roles.ADMIN);

    private static final Map<String, String> NOTHING_THERE = Map.of(
            "id", "0199a000-0000-7000-8000-000000000000",
            "number", "999999999",
            "name", "nothing-there",
            "version", "9.9.9",
            "digest", "0".repeat(64));

    private record Operation(String method, String path, String does) {
        boolean isRead() {
            return method.equals("GET");
        }
    }

    private static SortedMap<Operation, SortedSet<String>> listed() {
        List<Map<String, Object>> roles = given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                .get("/v1/roles")
                .then()
                .statusCode(200)
                .extract()
                .path("roles");
        var listed = new TreeMap<Operation, SortedSet<String>>(
                Comparator.comparing(Operation::path).thenComparing(Operation::method));
        for (var role : roles) {
            for (var operation : (List<?>) role.get("operations")) {
                var told = (Map<?, ?>) operation;
                listed.computeIfAbsent(
                                new Operation((String) told.get("method"), (String) told.get("path"), (String)
                                        told.get("does")),
                                one -> new TreeSet<>())
                        .add((String) role.get("role"));
            }
        }
        return listed;
    }

    private static JsonPath document() {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void every_role_and_every_operation_of_the_document_is_listed() {
        Map<String, Map<String, Object>> paths = document().getMap("paths");
        var served = new TreeSet<String>();
        paths.forEach((path, operations) -> operations.keySet().stream()
                .filter(method ->
                        List.of("get", "post", "put", "patch", "delete").contains(method))
                .forEach(method -> served.add(method.toUpperCase(Locale.ROOT) + " " + path)));

        var listed = listed();

        assertThat(listed.keySet().stream().map(one -> one.method() + " " + one.path()))
                .containsExactlyInAnyOrderElementsOf(served);
        assertThat(listed.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
                .as("who reads figures is let in to no operation")
                .isEqualTo(Roles.ASKING);
    }

    /** Nothing is changed by it: ids are nobody's, and bodies are empty objects. */
    @Test
    void a_key_of_one_role_is_let_into_exactly_what_is_listed() {
        var document = document();
        var wrong = new ArrayList<String>();
        listed().forEach((operation, roles) -> {
            for (var role : Roles.ALL) {
                var status = attempt(document, operation, role);
                if (status == 401 || (status == 403) == roles.contains(role)) {
                    wrong.add("%s %s as %s: %d".formatted(operation.method(), operation.path(), role, status));
                }
            }
        });

        assertThat(wrong).isEmpty();
    }

    private static int attempt(JsonPath document, Operation operation, String role) {
        var path = operation.path();
        for (var parameter : NOTHING_THERE.entrySet()) {
            path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        assertThat(path).as("a parameter that this test has no value for").doesNotContain("{");
        var request = given().header("Authorization", TestKeys.bearer(role)).urlEncodingEnabled(false);
        var types = bodyTypes(document, operation);
        if (!types.isEmpty()) {
            request.contentType(types.first()).body("{}".getBytes(StandardCharsets.US_ASCII));
        }
        return request.request(operation.method(), path).statusCode();
    }

    /** Media types that an operation takes; none where it takes no body. */
    private static SortedSet<String> bodyTypes(JsonPath document, Operation operation) {
        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
        var described = paths.get(operation.path()).get(operation.method().toLowerCase(Locale.ROOT));
        var types = new TreeSet<String>();
        if (described.get("requestBody") instanceof Map<?, ?> body
                && body.get("content") instanceof Map<?, ?> content) {
            content.keySet().forEach(type -> types.add((String) type));
        }
        return types;
    }

    @Test
    void nobody_who_only_looks_or_rules_moves_money_or_makes_keys() {
        listed().forEach((operation, roles) -> {
            if (!operation.isRead()) {
                assertThat(roles).as(operation.toString()).doesNotContain(Roles.AUDITOR);
            }
            if (operation.path().startsWith("/v1/keys") && !operation.isRead()) {
                assertThat(roles).as(operation.toString()).containsExactly(Roles.ADMIN);
            }
            if (operation.path().endsWith("/approve")) {
                assertThat(roles).as(operation.toString()).containsExactly(Roles.APPROVER);
            }
        });
    }

    @Test
    void the_page_has_the_same_table() throws IOException {
        var page = Files.readString(PAGE);
        assertThat(page).contains(FROM).contains(TO);
        var before = page.substring(0, page.indexOf(FROM) + FROM.length());
        var after = page.substring(page.indexOf(TO));
        var right = before + table() + after;
        if (Boolean.getBoolean("douane.openapi.write")) {
            Files.writeString(PAGE, right);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/operators/identity.md is out of date; rewrite it with -Ddouane.openapi.write=true")
                .isEqualTo(right);
    }

    private static String table() {
        var table = new StringBuilder("| | %s |\n|---|%s\n"
                .formatted(
                        COLUMNS.stream().map("`%s`"::formatted).collect(Collectors.joining(" | ")),
                        ":-:|".repeat(COLUMNS.size())));
        listed().forEach((operation, roles) -> table.append("| `%s %s` %s | %s |\n"
                .formatted(
                        operation.method(),
                        operation.path(),
                        operation.does(),
                        COLUMNS.stream()
                                .map(role -> roles.contains(role) ? "✓" : "")
                                .collect(Collectors.joining(" | ")))));
        return table.toString();
    }
}
