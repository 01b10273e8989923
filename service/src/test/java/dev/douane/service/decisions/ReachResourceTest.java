package dev.douane.service.decisions;

import static dev.douane.service.decisions.Asking.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.douane.rules.call.CallerAttribute;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that is for some callers spends, reads and asks for nobody else's. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ReachResourceTest {
    private static final String PLAIN = "application/json";
    /** Goes the framework's way, not the short one. */
    private static final String ANYTHING_BUT_PLAIN = "application/json, */*;q=0.1";

    @Inject
    DataSource database;

    private final String search = "search-" + UUID.randomUUID();
    private final String ads = "ads-" + UUID.randomUUID();
    private TestKeys.Made ofSearch;

    @BeforeEach
    void aKeyOfOneProduct() {
        Asking.untilReady();
        ofSearch = TestKeys.reaching(null, CallerAttribute.PRODUCT, search);
    }

    /** @param caller members of the caller */
    private static String call(String caller, String mode) {
        return """
                {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800}, "caller": {%s},
                 "data": {"classes": ["public"]}, "options": {"mode": "%s"}}""".formatted(caller, mode);
    }

    private static String product(String name) {
        return "\"product\": \"%s\"".formatted(name);
    }

    private static ValidatableResponse ask(TestKeys.Made key, String body) {
        return ask(key, PLAIN, UUID.randomUUID().toString(), body);
    }

    private static ValidatableResponse ask(TestKeys.Made key, String accept, String idempotencyKey, String body) {
        return given().header("Authorization", key.bearer())
                .header(IdempotencyHeader.NAME, idempotencyKey)
                .accept(accept)
                .contentType("application/json")
                .body(body)
                .post("/v1/decisions")
                .then();
    }

    private static ValidatableResponse logged(String product) {
        return as(Roles.AUDITOR)
                .queryParam("product", product)
                .get("/v1/decisions")
                .then();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, ANYTHING_BUT_PLAIN})
    void another_products_budget_is_neither_spent_nor_told(String way) throws SQLException {
        Asking.budget(database, ads, "1000000000000");
        var before = Asking.decisions(database);

        for (var mode : new String[] {"enforce", "advise"}) {
            for (int i = 0; i < 2; i++) { // once with the key unknown to this node, then with it known
                ask(ofSearch, way, UUID.randomUUID().toString(), call(product(ads), mode))
                        .statusCode(403)
                        .contentType("application/problem+json")
                        .body("type", endsWith("/out-of-reach"))
                        .body("violations.pointer", contains("/caller/product"))
                        .body("violations[0].message", containsString("[%s] is outside".formatted(ads)))
                        .body(not(containsString("remaining")));
            }
        }

        assertThat(Asking.decisions(database)).isEqualTo(before);
        ask(TestKeys.gateway(null), call(product(ads), "advise"))
                .statusCode(200)
                .body("budgets.find { it.name == '%s' }.remaining".formatted(ads), equalTo("1000.00"));
    }

    @Test
    void its_own_product_need_not_be_said_and_stands_in_the_log() throws SQLException {
        Asking.budget(database, search, "1000000000000");
        var key = UUID.randomUUID().toString();

        var unsaid = ask(ofSearch, PLAIN, key, call("\"user\": \"u-1\"", "enforce"))
                .statusCode(200)
                .body("budgets.name", hasItem(search));
        var said = ask(
                        ofSearch,
                        ANYTHING_BUT_PLAIN,
                        key,
                        call(product("  " + search) + ", \"user\": \"u-1\"", "enforce"))
                .statusCode(200)
                .header(IdempotencyHeader.REPLAYED, "true");

        assertThat(said.extract().asString()).isEqualTo(unsaid.extract().asString());
        String id = unsaid.extract().path("id");
        logged(search).body("items.findAll { it.principal == '%s' }.id".formatted(ofSearch.id()), contains(id));
        given().header("Authorization", ofSearch.bearer())
                .get("/v1/decisions/" + id)
                .then()
                .statusCode(200)
                .body("request.caller.product", equalTo(search))
                .body("request.caller.user", equalTo("u-1"));
    }

    @Test
    void each_call_of_a_batch_is_looked_at_by_itself() {
        given().header("Authorization", ofSearch.bearer())
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"calls\": [%s, %s]}"
                        .formatted(call(product(search), "enforce"), call(product(ads), "enforce")))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200)
                .body("items[0].decision.verdict", equalTo("allow"))
                .body("items[1].problem.type", endsWith("/out-of-reach"))
                .body("items[1].problem.violations.pointer", contains("/calls/1/caller/product"));
        logged(ads).body("items", hasSize(0));
    }

    @Test
    void another_spelling_is_no_way_round_and_none_in_the_way() {
        var cafe = TestKeys.reaching(null, CallerAttribute.TEAM, "caf\u00e9");

        for (var same : new String[] {"cafe\u0301 ", "caf\u00e9\u200b"}) {
            ask(cafe, call("\"team\": \"%s\"".formatted(same), "advise")).statusCode(200);
        }
        for (var other : new String[] {"cafe", "CAF\u00c9", "caf\u00e9 2"}) {
            ask(cafe, call("\"team\": \"%s\"".formatted(other), "advise")).statusCode(403);
        }
        ask(cafe, call("\"team\": \"ca\u200bf\u00e9\"", "advise")).statusCode(400);
    }

    @Test
    void of_several_users_one_is_said() {
        var ofTwo = TestKeys.reaching(null, CallerAttribute.USER, "u-1", "u-2");

        ask(ofTwo, call("\"user\": \"u-2\"", "advise")).statusCode(200);
        ask(ofTwo, call("\"user\": \"u-3\"", "advise"))
                .statusCode(403)
                .body("violations[0].message", equalTo("[u-3] is outside: the key is for u-1, u-2. Maybe u-1?"));
        ask(ofTwo, call("\"user\": null", "advise"))
                .statusCode(403)
                .body("violations[0].message", equalTo("is missing; the key is for u-1, u-2"));
    }

    /** Two keys of one gateway have their decisions in common, but one does not read what the other may ask and it may not. */
    @Test
    void a_key_reads_what_its_gateway_asked_for_whom_it_may_ask_itself() {
        var name = "portkey-" + UUID.randomUUID();
        var one = TestKeys.reaching(name, CallerAttribute.PRODUCT, search);
        var ofBoth = TestKeys.reaching(name, CallerAttribute.PRODUCT, search, ads);
        String common = ask(ofBoth, call(product(search), "enforce")).extract().path("id");
        String others = ask(ofBoth, call(product(ads), "enforce")).extract().path("id");

        read(one, common).statusCode(200);
        read(one, others).statusCode(404).body("type", endsWith("/decision-not-found"));
        read(ofBoth, others).statusCode(200);
    }

    private static ValidatableResponse read(TestKeys.Made key, String decision) {
        return given().header("Authorization", key.bearer())
                .get("/v1/decisions/" + decision)
                .then();
    }
}
