package dev.douane.service.decisions;

import dev.douane.service.identity.Roles;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;

/**
 * Asks about budgets as their owner does, and for calls that they pay. A call of the small model costs 0.002, of the mid one 0.006, of the big
 * one 0.02 ({@link FourRungs}); all of them need tools, so that nothing free stands in.
 */
final class BudgetAsking {
    private BudgetAsking() {}

    /** @param more further members, each after a comma */
    static String budget(String name, String amount, String scope, String more) {
        return Asking.as(Roles.FINOPS)
                .contentType("application/json")
                .body("""
                        {"name": "%s", "owner": "P&L", "amount": "%s", "currency": "USD", "scope": %s%s}""".formatted(
                                name,
                                amount,
                                scope,
                                more.contains("\"period\"") ? more : ", \"period\": {\"unit\": \"year\"}" + more))
                .post("/v1/budgets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static String budget(String name, String amount, String scope) {
        return budget(name, amount, scope, "");
    }

    /** @param caller members of the caller, after its run */
    static ValidatableResponse ask(String model, String run, String caller) {
        return Asking.decide("""
                        {"call": {"model": "%s", "inputTokens": 1000, "maxOutputTokens": 1000, "capabilities": ["tools"]},
                         "caller": {"run": "%s"%s}, "data": {"classes": ["public"]}, "workload": {"task": "research"}}""".formatted(model, run, caller)).statusCode(200);
    }

    static ValidatableResponse ask(String model, String run) {
        return ask(model, run, "");
    }

    /** What the decision says is left of a budget; null where it does not touch it. */
    static String left(ValidatableResponse decision, String budget) {
        return decision.extract().path("budgets.find { it.name == '%s' }?.remaining".formatted(budget));
    }

    static ValidatableResponse read(String path) {
        return Asking.as(Roles.FINOPS).get(path).then();
    }

    static ValidatableResponse detail(String budget) {
        return read("/v1/budgets/" + budget).statusCode(200);
    }

    static ValidatableResponse post(String role, String path, String body) {
        return Asking.as(role)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    static List<Map<String, Object>> entries(String decision) {
        return read("/v1/decisions/" + decision + "/entries")
                .statusCode(200)
                .extract()
                .path("entries");
    }
}
