package dev.douane.service.decisions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.limits.SmallLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key may have ten accounts opened in an hour for users nobody named before. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(SmallLimits.class)
class NewAccountsResourceTest {
    private static final int MAY = 10;
    /** Goes the framework's way, not the short one. */
    private static final String ANYTHING_BUT_PLAIN = "application/json, */*;q=0.1";

    @Inject
    MeterRegistry metrics;

    private final String seats = "seats-" + UUID.randomUUID();
    private TestKeys.Made key;

    @BeforeEach
    void aBudgetForEachUser() {
        Asking.untilReady();
        key = TestKeys.gateway(null);
        BudgetAsking.budget(seats, "10", "{\"product\": \"%s\", \"user\": \"each\"}".formatted(seats));
        Awaitility.await()
                .untilAsserted(() -> ask("application/json", "nobody", "advise").body("budgets.name", hasItem(seats)));
    }

    private String call(String user, String mode) {
        return """
                {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800},
                 "caller": {"product": "%s", "user": "%s"}, "data": {"classes": ["public"]}, "options": {"mode": "%s"}}""".formatted(seats, user, mode);
    }

    private ValidatableResponse ask(String accept, String user, String mode) {
        return given().header("Authorization", key.bearer())
                .accept(accept)
                .contentType("application/json")
                .body(call(user, mode))
                .post("/v1/decisions")
                .then();
    }

    private double refused() {
        return metrics.counter("douane.refused", "limit", "new-accounts-per-key-and-hour")
                .count();
    }

    @Test
    void the_eleventh_is_refused_by_every_way_and_who_is_known_is_not() {
        for (int i = 0; i < MAY; i++) {
            ask("application/json", "u" + i, "enforce").statusCode(200);
        }
        var before = refused();

        for (var way : new String[] {"application/json", ANYTHING_BUT_PLAIN}) {
            ask(way, "eve", "enforce")
                    .statusCode(429)
                    .contentType("application/problem+json")
                    .header("Retry-After", Integer::parseInt, allOf(greaterThan(300), lessThanOrEqualTo(360)))
                    .body("type", endsWith("/too-many-scopes"))
                    .body(
                            "detail",
                            allOf(
                                    containsString("Budget (" + seats + ")"),
                                    containsString("user=eve"),
                                    containsString("10 within an hour"),
                                    containsString("douane.limits.new-accounts-per-key-and-hour")));
            ask(way, "u3", "enforce").statusCode(200).body("verdict", equalTo("allow"));
            ask(way, "eve", "advise").statusCode(200);
        }
        given().header("Authorization", key.bearer())
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"calls\": [%s, %s, %s]}"
                        .formatted(call("u1", "enforce"), call("eve", "enforce"), call("u2", "enforce")))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200)
                .body("items[0].decision.verdict", equalTo("allow"))
                .body("items[1].problem.type", endsWith("/too-many-scopes"))
                .body("items[2].decision.verdict", equalTo("allow"));

        assertThat(refused() - before).isEqualTo(3);
        given().header("Authorization", TestKeys.gateway(null).bearer())
                .contentType("application/json")
                .body(call("eve", "enforce"))
                .post("/v1/decisions")
                .then()
                .statusCode(200);
        ask("application/json", "eve", "enforce").statusCode(200); // known by now
    }
}
