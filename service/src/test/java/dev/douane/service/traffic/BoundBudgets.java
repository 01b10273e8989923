package dev.douane.service.traffic;

import static io.restassured.RestAssured.given;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Budgets of every sort, small enough to bind now and then. Two of them have the same calls in view, and one gets more money for a while. */
final class BoundBudgets {
    private static final String MONTHLY = "\"period\": {\"unit\": \"month\", \"zone\": \"UTC\"}";

    /** Name, amount, scope and further members. */
    private record Wanted(String name, String amount, String scope, String more) {}

    private static final List<Wanted> ALL = List.of(
            new Wanted("company", "4000.00", "{}", MONTHLY),
            new Wanted("search", "60.00", "{\"product\": \"search\"}", MONTHLY),
            new Wanted(
                    "teams",
                    "25.00",
                    "{\"team\": \"each\"}",
                    "\"period\": {\"unit\": \"week\"}, \"enforcement\": \"soft\""),
            new Wanted("seats", "9.00", "{\"user\": \"each\"}", "\"period\": {\"unit\": \"day\", \"zone\": \"UTC\"}"),
            new Wanted("runs", "2.00", "{\"run\": \"each\"}", MONTHLY + ", \"overrun\": \"last-call-may-cross\""),
            new Wanted("openai", "90.00", "{\"provider\": \"openai\"}", MONTHLY),
            new Wanted("frontier", "120.00", "{\"organisation\": \"acme\", \"tier\": \"frontier\"}", MONTHLY),
            new Wanted(
                    "triage",
                    "30.00",
                    "{\"workflow\": \"triage\"}",
                    MONTHLY + ", \"estimate\": {\"mode\": \"expected\", \"warmUp\": 3}, \"holdExpiry\": \"release\""),
            new Wanted(
                    "production",
                    "150.00",
                    "{\"environment\": \"prod\"}",
                    MONTHLY + ", \"rollover\": {\"capped\": \"75.00\"}"),
            new Wanted(
                    "globex",
                    "40.00",
                    "{\"organisation\": \"globex\"}",
                    "\"period\": {\"unit\": \"quarter\", \"zone\": \"Europe/Berlin\"}"),
            new Wanted("unknown-workflows", "20.00", "{\"workflow\": \"each\"}", MONTHLY + ", \"default\": true"));

    private final Names names;

    BoundBudgets(Names names) {
        this.names = names;
    }

    void make(Instant now) {
        for (var wanted : ALL) {
            var id = make(wanted);
            names.name(id, "budget-" + wanted.name());
            if (wanted.name().equals("globex")) {
                moreForAWhile(id, now);
            }
        }
    }

    private static String make(Wanted wanted) {
        return post(Roles.FINOPS, "/v1/budgets", """
                {"name": "%s", "owner": "P&L", "amount": "%s", "currency": "USD", "scope": %s, %s}""".formatted(
                                wanted.name(), wanted.amount(), wanted.scope(), wanted.more()))
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** From the fifth minute of the traffic on, for a quarter of an hour. */
    private static void moreForAWhile(String budget, Instant now) {
        var overrides = "/v1/budgets/" + budget + "/overrides";
        post(Roles.FINOPS, overrides, """
                {"extra": "15.00", "from": "%s", "until": "%s", "why": "Launch"}""".formatted(now.plus(Duration.ofMinutes(5)), now.plus(Duration.ofMinutes(20))))
                .statusCode(201);
        post(Roles.APPROVER, overrides + "/1/approve", "{\"why\": \"Agreed\"}").statusCode(200);
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }
}
