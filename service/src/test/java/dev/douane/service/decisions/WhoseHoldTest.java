package dev.douane.service.decisions;

import static dev.douane.service.decisions.Asking.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision, its hold and its idempotency key belong to the gateway that asked. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class WhoseHoldTest {
    private static final String USED = "{\"usage\": {\"inputTokens\": 1200, \"outputTokens\": 10}}";
    private static final String SO_FAR = USED.replace("{\"usage\"", "{\"final\": false, \"usage\"");

    /** Goes the framework's way, not the short one. */
    private static final String ANYTHING_BUT_PLAIN = "application/json, */*;q=0.1";

    @Inject
    DataSource database;

    @Inject
    SettableTime time;

    private final String name = "portkey-" + UUID.randomUUID();
    private final String product = "p-" + UUID.randomUUID();

    private TestKeys.Made one;
    private TestKeys.Made another;
    private TestKeys.Made stranger;

    @BeforeEach
    void twoKeysOfOneGatewayAndOneOfNone() {
        Asking.untilReady();
        one = TestKeys.gateway(name);
        another = TestKeys.gateway(name);
        stranger = TestKeys.gateway(null);
    }

    @AfterEach
    void now() {
        time.reset();
    }

    private String call(String model) {
        return """
                {"call": {"model": "%s", "inputTokens": 1200, "maxOutputTokens": 800}, "caller": {"product": "%s"},
                 "data": {"classes": ["public"]}}""".formatted(model, product);
    }

    private static Response post(TestKeys.Made key, String path, String body) {
        return given().header("Authorization", key.bearer())
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private String decided(TestKeys.Made key) {
        return post(key, "/v1/decisions", call("gpt-5-nano"))
                .then()
                .statusCode(200)
                .body("verdict", equalTo("allow"))
                .extract()
                .path("id");
    }

    private static ValidatableResponse settle(TestKeys.Made key, String decision, String body) {
        return post(key, "/v1/decisions/" + decision + "/settlement", body).then();
    }

    private static ValidatableResponse voided(TestKeys.Made key, String decision) {
        return given().header("Authorization", key.bearer())
                .post("/v1/decisions/" + decision + "/void")
                .then();
    }

    private static ValidatableResponse read(TestKeys.Made key, String decision) {
        return given().header("Authorization", key.bearer())
                .get("/v1/decisions/" + decision)
                .then();
    }

    private static void isNotThere(ValidatableResponse answer) {
        answer.statusCode(404).body("type", endsWith("/decision-not-found"));
    }

    @Test
    void to_another_gateway_a_decision_is_not_there() {
        var held = decided(one);
        String denied = post(one, "/v1/decisions", call("gpt-99"))
                .then()
                .body("verdict", equalTo("deny"))
                .extract()
                .path("id");

        for (var decision : List.of(held, denied)) {
            isNotThere(read(stranger, decision));
            isNotThere(settle(stranger, decision, USED));
            isNotThere(settle(stranger, decision, SO_FAR));
            isNotThere(settle(stranger, decision, "{\"deployment\": \"somebody-elses\"}"));
            isNotThere(voided(stranger, decision));
        }
        read(one, held).statusCode(200).body("hold.state", equalTo("held")).body("hold.movedBy", nullValue());
        voided(one, denied).statusCode(409).body("type", endsWith("/nothing-held"));
        voided(another, denied).statusCode(409).body("type", endsWith("/nothing-held"));
    }

    @Test
    void what_is_over_is_not_there_either() {
        var settled = decided(one);
        settle(one, settled, USED).statusCode(200);
        var voided = decided(one);
        voided(one, voided).statusCode(200);

        isNotThere(settle(stranger, settled, USED));
        isNotThere(voided(stranger, settled));
        isNotThere(voided(stranger, voided));
        isNotThere(settle(stranger, voided, USED));
    }

    @Test
    void keys_of_one_named_gateway_share_their_decisions() {
        var reported = decided(one);
        settle(another, reported, SO_FAR)
                .statusCode(200)
                .body("state", equalTo("held"))
                .body("movedBy", equalTo(another.id()));
        settle(one, reported, USED).statusCode(200).body("movedBy", equalTo(one.id()));
        settle(another, reported, USED).statusCode(200).body("movedBy", equalTo(one.id())); // a repeat moves nothing

        var given = decided(one);
        voided(another, given).statusCode(200).body("movedBy", equalTo(another.id()));
        read(another, given)
                .statusCode(200)
                .body("principal", equalTo(one.id()))
                .body("principalName", nullValue())
                .body("hold.state", equalTo("voided"))
                .body("hold.movedBy", equalTo(another.id()))
                .body("hold.movedByName", nullValue());
    }

    @Test
    void calls_of_a_batch_are_its_own_too() {
        String decision = post(one, "/v1/decisions:batch", "{\"calls\": [%s]}".formatted(call("gpt-5-nano")))
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].decision.id");

        isNotThere(voided(stranger, decision));
        voided(another, decision).statusCode(200);
    }

    @Test
    void whoever_keeps_the_budgets_ends_any_hold() {
        var finops = new TestKeys.Made(TestKeys.id(Roles.FINOPS), TestKeys.bearer(Roles.FINOPS));

        settle(finops, decided(one), USED).statusCode(200).body("movedBy", equalTo(finops.id()));
        voided(finops, decided(stranger)).statusCode(200).body("movedBy", equalTo(finops.id()));
        isNotThere(voided(finops, "0199a000-0000-7000-8000-000000000000"));
    }

    @Test
    void who_moved_the_money_stands_in_every_entry() throws SQLException {
        time.stayWithinADay(Duration.ofHours(1));
        Asking.budget(database, product, "1000000000000");
        var settled = decided(one);
        settle(another, settled, USED).statusCode(200);
        var expired = decided(one);
        time.set(time.now().plus(Duration.ofMinutes(20)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> read(one, expired)
                        .body("hold.state", equalTo("expired"))
                        .body("hold.movedBy", equalTo("house")));

        var ofItsBudget = "entries.findAll { it.budget == '" + product + "' }."; // others may be for every call
        as(Roles.AUDITOR)
                .get("/v1/decisions/" + settled + "/entries")
                .then()
                .statusCode(200)
                .body(ofItsBudget + "kind", contains("hold", "settle"))
                .body(ofItsBudget + "by", contains(one.id(), another.id()))
                .body(ofItsBudget + "byName", contains("test of " + name, "test of " + name));
        as(Roles.FINOPS)
                .get("/v1/decisions/" + expired + "/entries")
                .then()
                .body(ofItsBudget + "by", contains(one.id(), "house"))
                .body(ofItsBudget + "byName", contains("test of " + name, null));
        as(Roles.FINOPS)
                .queryParam("scope", "product=" + product)
                .get("/v1/budgets/" + budget() + "/entries")
                .then()
                .statusCode(200)
                .body("entries.by", hasItem("house"))
                .body("entries.by", hasItem(another.id()));
        as(Roles.AUDITOR)
                .get("/v1/decisions/" + settled)
                .then()
                .body("principalName", equalTo("test of " + name))
                .body("hold.movedByName", equalTo("test of " + name));
    }

    private UUID budget() throws SQLException {
        try (var connection = database.getConnection();
                var find = connection.prepareStatement("select id from budget where name = ?")) {
            find.setString(1, product);
            try (var row = find.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", ANYTHING_BUT_PLAIN})
    void an_idempotency_key_is_the_gateways_whichever_way_it_is_sent(String accept) {
        var key = UUID.randomUUID().toString();
        var first = repeatable(one, key, accept);
        var again = repeatable(another, key, accept);
        var strangers = repeatable(stranger, key, accept);

        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header(IdempotencyHeader.REPLAYED)).isEqualTo("true");
        assertThat(strangers.header(IdempotencyHeader.REPLAYED)).isNull();
        assertThat(strangers.path("id").toString())
                .isNotEqualTo(first.path("id").toString());
    }

    @Test
    void a_gateway_that_is_named_like_a_key_is_not_that_key() {
        var key = UUID.randomUUID().toString();
        var namesake = TestKeys.gateway(stranger.id());
        var decision = decided(stranger);

        repeatable(stranger, key, "application/json");

        assertThat(repeatable(namesake, key, "application/json").header(IdempotencyHeader.REPLAYED))
                .isNull();
        isNotThere(read(namesake, decision));
        isNotThere(voided(namesake, decision));
        isNotThere(read(stranger, decided(namesake)));
    }

    @Test
    void a_key_that_takes_the_place_of_a_revoked_one_has_what_was_its() {
        var key = UUID.randomUUID().toString();
        var decision = decided(one);
        var first = repeatable(one, key, "application/json");
        as(Roles.ADMIN).delete("/v1/keys/" + one.id()).then().statusCode(200);

        assertThat(repeatable(another, key, "application/json").asString()).isEqualTo(first.asString());
        read(another, decision).statusCode(200);
        settle(another, decision, USED).statusCode(200);
        voided(one, first.path("id")).statusCode(401);
    }

    private Response repeatable(TestKeys.Made gateway, String key, String accept) {
        var answer = given().header("Authorization", gateway.bearer())
                .contentType("application/json")
                .accept(accept)
                .header(IdempotencyHeader.NAME, key)
                .body(call("gpt-5-nano"))
                .post("/v1/decisions");
        answer.then().statusCode(200);
        return answer;
    }
}
