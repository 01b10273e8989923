package dev.douane.service.decisions;

import static dev.douane.service.decisions.BudgetAsking.ask;
import static dev.douane.service.decisions.BudgetAsking.budget;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a decision's evidence says of the accounts it touched is said of the account it is true of. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(FourRungs.class)
class EvidenceOfAccountsTest {
    @BeforeEach
    void ready() {
        Asking.untilReady();
    }

    /** Budgets of the caller are asked before those of the target, whatever their names: here the later asked one is told first. */
    @Test
    void each_account_is_told_with_its_own_expectation_whatever_the_names_of_the_budgets() {
        budget("z-of-the-caller", "1", "{\"run\": \"evidence\"}");
        budget("a-of-the-target", "1", "{\"run\": \"evidence\", \"tier\": \"economy\"}", """
                        , "estimate": {"mode": "expected", "quantile": 0.95, "floorTokens": 0, "warmUp": 1}""");
        settled(ask("small", "evidence", ", \"workflow\": \"seldom-long\"")
                .extract()
                .path("id"));

        // learnt a moment after the settlement
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                evidence().getString("budgets.find { it.name == 'a-of-the-target' }.expected.basis"))
                        .isEqualTo("workflow"));
        var evidence = evidence();
        List<Map<String, Object>> accounts = evidence.getList("budgets");
        assertThat(accounts)
                .extracting(account -> account.get("name"))
                .containsExactly("a-of-the-target", "z-of-the-caller");
        // 100 tokens were used, and lengths are told as the upper edge of their bucket
        assertThat(evidence.getMap("budgets.find { it.name == 'a-of-the-target' }.expected"))
                .containsEntry("amount", "0.001101")
                .containsEntry("outputTokens", 101);
        assertThat(evidence.getMap("budgets.find { it.name == 'z-of-the-caller' }.expected"))
                .containsEntry("amount", "0.002000")
                .containsEntry("basis", "worst-case");
    }

    private static void settled(String decision) {
        Asking.gateway()
                .body("{\"usage\": {\"inputTokens\": 1000, \"outputTokens\": 100}}")
                .post("/v1/decisions/" + decision + "/settlement")
                .then()
                .statusCode(200);
    }

    /** Of a new decision; it is given back, so that each finds the same. */
    private static JsonPath evidence() {
        String decision = ask("small", "evidence", ", \"workflow\": \"seldom-long\"")
                .extract()
                .path("id");
        Asking.gateway().post("/v1/decisions/" + decision + "/void").then().statusCode(200);
        return Asking.as(Roles.AUDITOR)
                .get("/v1/decisions/" + decision)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("evidence");
    }
}
