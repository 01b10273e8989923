package dev.douane.service.decisions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of every kind try, in any order, whatever can be tried with decisions that exist; the seed repeats a run. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class StrangersTest {
    private static final int TRIES = 200;
    private static final String NOBODYS = "0199a000-0000-7000-8000-000000000000";
    private static final String USED = "{\"usage\": {\"inputTokens\": 1200, \"outputTokens\": 10}}";

    private static final List<String> WAYS = List.of("", "/entries", "/settlement", "/settlement?report", "/void");

    /** Who may do what with a decision that is not its own. */
    private static final Map<String, Set<String>> ANYBODYS = Map.of(
            "", Set.of(Roles.AUDITOR),
            "/entries", Set.of(Roles.AUDITOR, Roles.FINOPS),
            "/settlement", Set.of(Roles.FINOPS),
            "/settlement?report", Set.of(Roles.FINOPS),
            "/void", Set.of(Roles.FINOPS));

    /**
     * One who tries.
     *
     * @param role of the key, its only one
     * @param house whose decisions it finds: one word for both keys of one gateway
     */
    private record Stranger(String house, String role, TestKeys.Made key) {
        boolean mayReach(String way, String owner) {
            return ANYBODYS.get(way).contains(role)
                    || (role.equals(Roles.GATEWAY) && !way.equals("/entries") && house.equals(owner));
        }

        boolean isLetIn(String way) {
            return ANYBODYS.get(way).contains(role) || (role.equals(Roles.GATEWAY) && !way.equals("/entries"));
        }
    }

    @Inject
    DataSource database;

    private final List<Stranger> strangers = new ArrayList<>();

    @BeforeEach
    void oneOfEachKind() {
        Asking.untilReady();
        var shared = "shared-" + UUID.randomUUID();
        strangers.add(new Stranger("shared", Roles.GATEWAY, TestKeys.gateway(shared)));
        strangers.add(new Stranger("shared", Roles.GATEWAY, TestKeys.gateway(shared)));
        strangers.add(new Stranger("other", Roles.GATEWAY, TestKeys.gateway("other-" + UUID.randomUUID())));
        strangers.add(new Stranger("alone", Roles.GATEWAY, TestKeys.gateway(null)));
        Stream.of(Roles.AUTHOR, Roles.APPROVER, Roles.AUDITOR, Roles.FINOPS, Roles.ADMIN)
                .forEach(role -> strangers.add(
                        new Stranger(role, role, new TestKeys.Made(TestKeys.id(role), TestKeys.bearer(role)))));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void nobody_reaches_what_is_not_his(long seed) throws SQLException {
        var random = new Random(seed);
        var owners = new LinkedHashMap<String, String>();
        var gateways = strangers.stream()
                .filter(one -> one.role().equals(Roles.GATEWAY))
                .toList();
        for (int tried = 0; tried < TRIES; tried++) {
            if (owners.isEmpty() || random.nextInt(8) == 0) {
                var gateway = gateways.get(random.nextInt(gateways.size()));
                owners.put(decided(gateway.key()), gateway.house());
            }
            var decision = new ArrayList<>(owners.keySet()).get(random.nextInt(owners.size()));
            var stranger = strangers.get(random.nextInt(strangers.size()));
            var way = WAYS.get(random.nextInt(WAYS.size()));
            holdsOf(stranger, way, decision, owners.getOrDefault(decision, ""));
        }
        whoMovedMoneyMightHave(owners);
    }

    private void holdsOf(Stranger stranger, String way, String decision, String owner) {
        var answer = attempt(stranger, way, decision);
        var who = "%s as %s on a decision of %s".formatted(way, stranger.house(), owner);

        assertThat(answer.statusCode()).as(who).isLessThan(500);
        if (!stranger.isLetIn(way)) {
            assertThat(answer.statusCode()).as(who).isEqualTo(403);
        } else if (stranger.mayReach(way, owner)) {
            assertThat(answer.statusCode()).as(who).isIn(200, 409); // 409: it ended otherwise, or was reported to run
        } else {
            assertThat(answer.statusCode()).as(who).isEqualTo(404);
            assertThat(answer.asString().replace(decision, NOBODYS))
                    .as("what tells it from a decision that nobody made")
                    .isEqualTo(attempt(stranger, way, NOBODYS).asString());
        }
        if (stranger.role().equals(Roles.GATEWAY)) {
            assertThat(answer.asString()).as(who).doesNotContain("Name\"").doesNotContain("test of");
        }
    }

    private void whoMovedMoneyMightHave(Map<String, String> owners) throws SQLException {
        try (var connection = database.getConnection();
                var moved = connection.prepareStatement("select moved_by from hold where decision_id = ?")) {
            for (var decision : owners.entrySet()) {
                moved.setObject(1, UUID.fromString(decision.getKey()));
                try (var row = moved.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    var by = row.getString(1);
                    assertThat(by == null
                                    || strangers.stream()
                                            .filter(one -> one.key().id().equals(by))
                                            .anyMatch(one -> one.mayReach("/settlement", decision.getValue())))
                            .as("%s moved money of %s", by, decision.getValue())
                            .isTrue();
                }
            }
        }
    }

    private static String decided(TestKeys.Made gateway) {
        return given().header("Authorization", gateway.bearer())
                .contentType("application/json")
                .body(Asking.CHEAP.replace("\"search\"", "\"" + UUID.randomUUID() + "\""))
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static Response attempt(Stranger stranger, String way, String decision) {
        var request = given().header("Authorization", stranger.key().bearer());
        var path = "/v1/decisions/" + decision + way.replaceFirst("\\?.*", "");
        return switch (way) {
            case "", "/entries" -> request.get(path);
            case "/void" -> request.post(path);
            case "/settlement" ->
                request.contentType("application/json").body(USED).post(path);
            default ->
                request.contentType("application/json")
                        .body(USED.replace("{\"usage\"", "{\"final\": false, \"usage\""))
                        .post(path);
        };
    }
}
