package dev.douane.service.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Rules;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.money.Money;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.catalog.ActiveCatalog;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.Reach;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import dev.douane.service.usage.OutputLengths;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SettlementResourceTest {
    private static final int OUTPUT = 1000;

    @Inject
    Ledger ledger;

    @Inject
    Budgets budgets;

    @Inject
    ActiveCatalog catalog;

    @Inject
    Ids ids;

    @Inject
    SettableTime time;

    @Inject
    HoldSweeper sweeper;

    @Inject
    OutputLengths lengths;

    private String product;
    private String budget;
    private Deployment deployment;

    @BeforeEach
    void aBudgetOfItsOwn() {
        product = "p-" + ids.next();
        budget = given().header("Authorization", TestKeys.bearer("finops"))
                .contentType("application/json")
                .body("""
                        {"name": "%1$s", "owner": "P&L", "amount": "100", "currency": "USD", "scope": {"product": "%1$s"},
                         "period": {"unit": "month"}}""".formatted(product))
                .post("/v1/budgets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        deployment = catalog.current().catalog().deployments().stream()
                .filter(one -> one.operations().contains("chat") && price(one, OUTPUT) > 0)
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void resetTime() {
        time.reset();
    }

    private static long price(Deployment deployment, int outputTokens) {
        var prices = deployment.prices();
        if (prices == null || prices.step(Prices.DEFAULT, 0) == null) {
            return 0;
        }
        return Objects.requireNonNull(prices.step(Prices.DEFAULT, 0)).output().nanos() / 1_000_000 * outputTokens;
    }

    private UUID admitted() {
        var call = Call.chat(deployment.model().value(), 0)
                .withMaxOutputTokens(OUTPUT)
                .pinnedTo(null, null, deployment.id().value());
        var question = Question.about(call).from(new Caller(null, product, null, null, null, null, null, null));
        var snapshot = new Snapshot(
                new RulesetRef(1, "sha256:none"),
                Rules.NONE,
                Settings.DEFAULT,
                catalog.current(),
                List.of(),
                budgets.seen());
        var plan = new Decider().plan(question, snapshot, time.now());
        var id = ids.next();
        var waiting = new Waiting(
                id,
                plan,
                plan.ahead(),
                new KeyHolder(TestKeys.id("gateway"), null, Reach.UNLIMITED),
                null,
                Duration.ofSeconds(20),
                new TestRecording(id, question, plan.at()));
        return TestLedger.answer(ledger.admit(waiting)).id();
    }

    private ValidatableResponse post(String path, String body) {
        var request = given().header("Authorization", TestKeys.bearer("gateway"));
        return (body == null ? request : request.contentType("application/json").body(body))
                .post(path)
                .then();
    }

    private ValidatableResponse figures() {
        return given().header("Authorization", TestKeys.bearer("finops"))
                .get("/v1/budgets/" + budget)
                .then()
                .statusCode(200);
    }

    private static String money(long nanos) {
        return new Money(nanos).toString();
    }

    private static String figure(long nanos) {
        return new Money(nanos).toDecimal(2);
    }

    @Test
    void a_settlement_charges_the_usage_and_shows_in_the_budget() {
        var decision = admitted();
        var held = price(deployment, OUTPUT);
        figures().body("accounts[0].held", equalTo(figure(held))).body("accounts[0].spent", equalTo("0.00"));
        var body = "{\"usage\": {\"inputTokens\": 0, \"outputTokens\": 400}}";

        String at = post("/v1/decisions/" + decision + "/settlement", body)
                .statusCode(200)
                .body("decision", equalTo(decision.toString()))
                .body("state", equalTo("settled"))
                .body("held", equalTo(money(held)))
                .body("charged", equalTo(money(price(deployment, 400))))
                .body("settledBy", equalTo("usage"))
                .body("settledAt", notNullValue())
                .body("voidedAt", nullValue())
                .extract()
                .path("settledAt");

        post("/v1/decisions/" + decision + "/settlement", body).statusCode(200).body("settledAt", equalTo(at));
        post("/v1/decisions/" + decision + "/settlement", "{}")
                .statusCode(409)
                .body("type", endsWith("/settlement-conflict"));
        post("/v1/decisions/" + decision + "/void", null).statusCode(409).body("type", endsWith("/hold-closed"));
        figures()
                .body("accounts[0].held", equalTo("0.00"))
                .body("accounts[0].spent", equalTo(figure(price(deployment, 400))));
    }

    @Test
    void a_settlement_without_usage_charges_the_estimate_and_says_so() {
        post("/v1/decisions/" + admitted() + "/settlement", "{\"usage\": null}")
                .statusCode(200)
                .body("settledBy", equalTo("estimate"))
                .body("charged", equalTo(money(price(deployment, OUTPUT))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"usage\": {\"prompt_tokens\": 0, \"completion_tokens\": 400, \"completion_tokens_details\": {\"reasoning_tokens\": 100}}}",
                "{\"format\": \"openai-responses\", \"usage\": {\"input_tokens\": 0, \"output_tokens\": 400, \"output_tokens_details\": {\"reasoning_tokens\": 100}}}",
                "{\"format\": \"anthropic\", \"usage\": {\"input_tokens\": 0, \"output_tokens\": 400, \"output_tokens_details\": {\"thinking_tokens\": 100}, \"service_tier\": \"standard\"}}"
            })
    void usage_is_taken_as_the_provider_writes_it(String body) {
        post("/v1/decisions/" + admitted() + "/settlement", body)
                .statusCode(200)
                .body("charged", equalTo(money(price(deployment, 400))))
                .body("usage.visibleOutput", equalTo(300))
                .body("usage.reasoning", equalTo(100))
                .body("usage.cacheRead", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale", "on_demand", "ON_DEMAND", "standard"})
    void a_price_class_that_usage_tells_and_nobody_has_a_price_for_is_charged_as_asked_for(String tier) {
        var settlement = "/v1/decisions/" + admitted() + "/settlement";
        var usage = "{\"usage\": {\"prompt_tokens\": 0, \"completion_tokens\": 400%s}}";

        post(settlement, usage.formatted(", \"service_tier\": \"" + tier + "\""))
                .statusCode(200)
                .body("charged", equalTo(money(price(deployment, 400))))
                .body("serviceTier", equalTo("default"));
        post(settlement, usage.formatted("")).statusCode(200).body("serviceTier", nullValue());
        post(
                        settlement,
                        "{\"serviceTier\": \"standard\", " + usage.formatted("").substring(1))
                .statusCode(200);
        post(
                        "/v1/decisions/" + admitted() + "/settlement",
                        "{\"serviceTier\": \"scale\", " + usage.formatted("").substring(1))
                .statusCode(422)
                .body("violations.pointer", hasItem("/serviceTier"));
    }

    @Test
    void a_report_of_a_running_call_leaves_the_rest_held() {
        var decision = admitted();

        post(
                        "/v1/decisions/" + decision + "/settlement",
                        "{\"final\": false, \"usage\": {\"prompt_tokens\": 0, \"completion_tokens\": 400}}")
                .statusCode(200)
                .body("state", equalTo("held"))
                .body("charged", equalTo(money(price(deployment, 400))))
                .body("expiresAt", notNullValue())
                .body("settledAt", nullValue());
        figures()
                .body("accounts[0].held", equalTo(figure(price(deployment, OUTPUT) - price(deployment, 400))))
                .body("accounts[0].spent", equalTo(figure(price(deployment, 400))));
        post("/v1/decisions/" + decision + "/void", null).statusCode(409).body("type", endsWith("/usage-reported"));
    }

    @Test
    void what_settled_calls_used_can_be_looked_at() throws SQLException {
        post(
                        "/v1/decisions/" + admitted() + "/settlement",
                        "{\"usage\": {\"prompt_tokens\": 0, \"completion_tokens\": 7}}")
                .statusCode(200);
        lengths.exchange();

        given().header("Authorization", TestKeys.bearer("finops"))
                .get("/v1/output-lengths?model=" + deployment.model().value())
                .then()
                .statusCode(200)
                .body("items[0].all", equalTo(true))
                .body("items[0].model", equalTo(deployment.model().value()))
                .body("items[0].samples", greaterThanOrEqualTo(1))
                .body("items[1].all", equalTo(false))
                .body("next", nullValue());
        given().header("Authorization", TestKeys.bearer("gateway"))
                .get("/v1/output-lengths")
                .then()
                .statusCode(403);
    }

    @Test
    void a_void_gives_the_hold_back() {
        var decision = admitted();

        post("/v1/decisions/" + decision + "/void", null)
                .statusCode(200)
                .body("state", equalTo("voided"))
                .body("charged", equalTo("0.000000"))
                .body("voidedAt", notNullValue())
                .body("settledBy", nullValue());
        figures().body("accounts[0].held", equalTo("0.00")).body("accounts[0].spent", equalTo("0.00"));
    }

    /** Who keeps the books can give back what was used, and so undo a ceiling alone. */
    @Test
    void whoever_moves_the_money_of_anothers_call_is_seen() {
        post("/v1/decisions/" + admitted() + "/void", null).statusCode(200);
        var bookkeeper = TestKeys.bearer("finops", "metrics");
        for (var path : List.of("/void", "/settlement")) {
            given().header("Authorization", bookkeeper)
                    .contentType("application/json")
                    .body("{}")
                    .post("/v1/decisions/" + admitted() + path)
                    .then()
                    .statusCode(200);
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> moved(TestKeys.id("finops", "metrics"))
                        .body(
                                "events.operation",
                                hasItems("POST /v1/decisions/{id}/void", "POST /v1/decisions/{id}/settlement"))
                        .body("events.address", hasItem("127.0.0.1")));
        moved(TestKeys.id("gateway")).body("events", empty());
    }

    private static ValidatableResponse moved(String key) {
        return given().header("Authorization", TestKeys.bearer("auditor"))
                .queryParam("kind", "hold-moved")
                .queryParam("key", key)
                .get("/v1/security/events")
                .then()
                .statusCode(200);
    }

    @Test
    void the_sweeper_expires_what_is_due_and_a_late_settlement_corrects_it() {
        time.stayWithinADay(Duration.ofHours(1));
        var decision = admitted();
        time.set(time.now().plus(Duration.ofMinutes(16)));
        sweeper.expireDue();
        figures()
                .body("accounts[0].held", equalTo("0.00"))
                .body("accounts[0].spent", equalTo(figure(price(deployment, OUTPUT))));

        post("/v1/decisions/" + decision + "/settlement", "{\"usage\": {\"inputTokens\": 0, \"outputTokens\": 1}}")
                .statusCode(200);
        figures().body("accounts[0].spent", equalTo(figure(price(deployment, 1))));
    }

    @Test
    void decisions_nobody_made_are_not_there() {
        post("/v1/decisions/" + ids.next() + "/settlement", "{}")
                .statusCode(404)
                .body("type", endsWith("/decision-not-found"));
        post("/v1/decisions/none/void", null).statusCode(404).body("type", endsWith("/decision-not-found"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"usage\": {\"inputTokens\": -1, \"outputTokens\": 1}}|/usage/inputTokens",
                "{\"usage\": {\"inputTokens\": 1}}|/usage/outputTokens",
                "{\"usage\": {\"inputTokens\": 1, \"cachedInputTokens\": 2, \"outputTokens\": 1}}|/usage/cachedInputTokens",
                "{\"usage\": {\"inputTokens\": 100000001, \"outputTokens\": 1}}|/usage/inputTokens",
                "{\"usage\": {\"inputTokens\": 1.5, \"outputTokens\": 1}}|/usage/inputTokens",
                "{\"usage\": {\"input_tokens\": 1, \"outputTokens\": 1}}|/usage/input_tokens",
                "{\"usage\": {\"input_tokens\": 1, \"output_tokens\": 1}}|/format",
                "{\"usage\": {\"prompt_tokens\": 1}}|/usage/completion_tokens",
                "{\"usage\": {\"prompt_tokens\": 1, \"completion_tokens\": 1, \"service_tier\": \"A B\"}}|/usage/service_tier",
                "{\"usage\": {\"prompt_tokens\": 1, \"completion_tokens\": 1, \"service_tier\": 1}}|/usage/service_tier",
                "{\"usage\": [1]}|/usage",
                "{\"format\": \"anthropic\"}|/format",
                "{\"final\": false}|/usage",
                "{\"final\": \"no\"}|/final",
                "{\"serviceTier\": \"Fast\"}|/serviceTier",
                "{\"deployment\": \"\"}|/deployment"
            })
    void what_is_wrong_with_a_settlement_is_named_and_the_hold_stays(String body, String pointer) {
        var decision = admitted();

        post("/v1/decisions/" + decision + "/settlement", body)
                .statusCode(400)
                .body("violations.pointer", hasItem(pointer));
        figures().body("accounts[0].held", equalTo(figure(price(deployment, OUTPUT))));
    }

    @Test
    void a_deployment_the_decision_did_not_name_is_refused() {
        post("/v1/decisions/" + admitted() + "/settlement", "{\"deployment\": \"somebody-elses\"}")
                .statusCode(422)
                .body("violations.pointer", hasItem("/deployment"));
    }

    @Test
    void only_gateways_and_who_keeps_the_budgets_settle() {
        for (var role : List.of("approver", "author", "auditor", "admin")) {
            given().header("Authorization", TestKeys.bearer(role))
                    .contentType("application/json")
                    .body("{}")
                    .post("/v1/decisions/" + ids.next() + "/settlement")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void the_ledger_is_ready_and_measured() {
        admitted();
        given().get("/q/health/ready").then().body("checks.name", hasItem("ledger"));
        assertThat(given().header("Authorization", TestKeys.bearer("finops"))
                        .get("/q/metrics")
                        .asString())
                .contains("douane_ledger_queue_depth")
                .contains("douane_ledger_batch_size_count")
                .contains("douane_ledger_commit_seconds_count")
                .contains("douane_ledger_admissions_total{result=\"carried\"}");
    }
}
