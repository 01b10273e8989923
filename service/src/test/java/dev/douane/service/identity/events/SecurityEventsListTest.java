package dev.douane.service.identity.events;

import static dev.douane.service.identity.events.Seen.made;
import static dev.douane.service.identity.events.Seen.seen;
import static dev.douane.service.identity.events.Seen.with;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.limits.SmallLimits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of events: its pages, its filters, and what is said of a query that is wrong. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(SmallLimits.class)
class SecurityEventsListTest {
    @Inject
    SecurityEvents events;

    @Test
    void pages_go_on_where_the_one_before_ended() {
        var key = made(Roles.AUTHOR);
        for (var path : List.of("/v1/keys", "/v1/budgets", "/v1/decisions")) {
            with(key.bearer()).get(path).then().statusCode(403);
        }
        seen(events, "forbidden", key.id()).body("events", hasSize(3)).body("next", nullValue());

        String next = page(key, null).body("events", hasSize(2)).extract().path("next");
        page(key, next).body("events", hasSize(1)).body("next", nullValue());
    }

    private static ValidatableResponse page(TestKeys.Made key, String cursor) {
        var asked = with(TestKeys.bearer(Roles.ADMIN))
                .queryParam("key", key.id())
                .queryParam("kind", "forbidden")
                .queryParam("limit", 2);
        return (cursor == null ? asked : asked.queryParam("cursor", cursor))
                .get("/v1/security/events")
                .then()
                .statusCode(200);
    }

    @Test
    void a_time_finds_what_went_on_at_it() {
        var key = made(Roles.AUTHOR);
        with(key.bearer()).get("/v1/keys").then().statusCode(403);
        String at = seen(events, "forbidden", key.id()).extract().path("events[0].firstAt");

        var found = Map.of(
                "from=" + at,
                1,
                "to=" + at,
                0,
                "from=2100-01-01T00:00:00Z",
                0,
                "to=2100-01-01T00:00:00Z",
                1,
                "address=127.0.0.1",
                1,
                "address=10.0.0.1",
                0);
        found.forEach((query, number) -> with(TestKeys.bearer(Roles.ADMIN))
                .get("/v1/security/events?kind=forbidden&key=" + key.id() + "&" + query)
                .then()
                .statusCode(200)
                .body("events", hasSize(number)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind=forbiden | ?kind | Maybe forbidden?",
                "from=yesterday | ?from | such as 2026-11-21T10:00:00Z",
                "cursor=MA | ?cursor | not one that this list gave out",
                "cursor=bm8 | ?cursor | not one that this list gave out",
                "limit=0 | ?limit | a number from 1 to 200",
                "keys=x | ?keys | Maybe key?"
            })
    void what_is_wrong_with_a_query_is_told_with_its_place(String query, String place, String message) {
        with(TestKeys.bearer(Roles.ADMIN))
                .get("/v1/security/events?" + query)
                .then()
                .statusCode(400)
                .body("violations[0].pointer", equalTo(place))
                .body("violations[0].message", containsString(message));
    }
}
