package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.douane.rules.limits.Size;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the reference lets authors write is published, comes into force and is found in a decision: a condition of each kind. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class WrittenInForceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** By the rule's id; all of them hold for the call below. */
    private static Map<String, String> conditions() {
        var conditions = new LinkedHashMap<String, String>();
        conditions.put("decimal", "Budget(remaining <= 500)");
        conditions.put("date", "Clock(date >= \"2020-01-01\")");
        conditions.put("whole", "Call(inputTokens < 1000, n == 1)");
        conditions.put("duration", "Budget(untilPeriodEnd <= \"P400D\")");
        conditions.put("truth", "Budget(!hard)");
        conditions.put("same-fact", "Call(inputTokens >= cachedInputTokens)");
        conditions.put("variable", "Call($n : inputTokens) Call(cachedInputTokens <= $n)");
        conditions.put("bound-fact", "$b : Budget() Call(inputTokens >= $b.usedFraction)");
        conditions.put("two-budgets", "$b : Budget() Budget(remaining <= $b.remaining)");
        conditions.put("parameter", "Workload(task memberOf params.tasks)");
        conditions.put("begins", "Workload(task str[startsWith] \"written-\")");
        conditions.put("set", "Data(classes contains \"public\", !classes.empty)");
        conditions.put("not", "not Budget(remaining > 500)");
        conditions.put("exists", "exists (Budget(remaining > 0) and Workload())");
        conditions.put(
                "nested", "(Call() and (Budget($r : remaining, remaining != 1000) or Caller(team == \"nobody\")))");
        conditions.put("missing", "Caller(team == null)");
        conditions.put(
                "list",
                "Workload(task in (%s, \"written-in-force\"))"
                        .formatted(IntStream.range(1, Size.VALUES.most())
                                .mapToObj(i -> "\"t-%d\"".formatted(i))
                                .collect(Collectors.joining(", "))));
        return conditions;
    }

    private static PackArchive pack(String name, Map<String, String> conditions) {
        var rules = conditions.entrySet().stream()
                .map(each -> """
                        rule "Rule %1$s"
                            @id("%1$s")
                            @reason("The condition of %1$s holds.")
                        when
                            Workload(task == "written-in-force")
                            %2$s
                        then
                            decision.flag("%1$s");
                        end
                        """.formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining("\n"));
        return PackArchive.of(name, "1.0.0", name)
                .with("pack.yaml", """
                        name: %s
                        version: 1.0.0
                        concern: budget
                        owners: [finops]
                        title: A condition of each kind
                        description: Marks a task that only tests have.
                        parameters:
                          tasks: {type: string-set, default: [written-in-force], description: What is marked.}
                        """.formatted(name))
                .with("rules/ceiling.drl", rules)
                .with("tests/ceiling.yaml", """
                        catalog:
                          - big-us: {tier: frontier, price: {input: "5.00", output: "25.00"}}
                        cases:
                          - name: each condition holds
                            call: {model: big, deployment: big-us, inputTokens: 100}
                            data: {classes: [public]}
                            workload: {task: written-in-force}
                            budgets: [{name: lab, usedFraction: 0.50, elapsedFraction: 0.60, limit: "500.00", hard: false}]
                            expect: {verdict: allow, because: [%s]}
                        """.formatted(String.join(", ", conditions.keySet())));
    }

    private static ValidatableResponse publish(PackArchive pack) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(pack.zip())
                .post("/v1/packs")
                .then();
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static int number() {
        var current =
                given().header("Authorization", TestKeys.bearer(Roles.AUDITOR)).get("/v1/rulesets/current");
        return current.statusCode() == 200 ? current.path("number") : 0;
    }

    private static void inForce(String pack) {
        int number = post(
                        Roles.AUTHOR,
                        "/v1/rulesets",
                        "{\"title\": \"Written\", \"why\": \"It is in the reference.\", \"packs\": [{\"name\": \"%s\", \"version\": \"1.0.0\"}]}"
                                .formatted(pack))
                .statusCode(201)
                .extract()
                .path("number");
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/activate", "{\"why\": \"It is in the reference.\"}")
                .statusCode(200);
        Awaitility.await().atMost(PATIENCE).until(() -> number() == number);
    }

    private static ValidatableResponse decide() {
        return post(Roles.GATEWAY, "/v1/decisions", """
                {"call": {"model": "claude-opus-5", "inputTokens": 100, "maxOutputTokens": 100},
                 "caller": {"product": "written-in-force"}, "data": {"classes": ["public"]},
                 "workload": {"task": "written-in-force"}, "options": {"mode": "advise"}}""").statusCode(200);
    }

    @Test
    void a_condition_of_each_kind_is_published_activated_and_found() {
        Awaitility.await().atMost(PATIENCE).until(() -> number() > 0);
        int before = number();
        post(Roles.FINOPS, "/v1/budgets", """
                {"name": "written-in-force", "owner": "Ann", "amount": "100.00", "currency": "USD", "enforcement": "soft",
                 "scope": {"product": "written-in-force"}, "period": {"unit": "month"}}""").statusCode(201);
        var conditions = conditions();
        publish(pack("written-in-force", conditions)).statusCode(201);

        inForce("written-in-force");

        decide().body("verdict", equalTo("allow"))
                .body("reasons.rule", containsInAnyOrder(conditions.keySet().toArray(String[]::new)));
        post(Roles.APPROVER, "/v1/rulesets/" + before + "/approve", "{}").statusCode(200);
        post(Roles.ADMIN, "/v1/rulesets/rollback", "{\"to\": %d, \"why\": \"As before.\"}".formatted(before))
                .statusCode(200);
        Awaitility.await().atMost(PATIENCE).until(() -> number() == before);
    }

    @Test
    void an_effect_that_would_be_told_what_is_missing_is_refused_with_the_way_out() {
        var pack = PackArchive.of("told-missing", "1.0.0", "told-missing")
                .replacing("rules/ceiling.drl", "when\n", "when\n    Call($most : maxOutputTokens)\n")
                .replacing("rules/ceiling.drl", "decision.capTier(\"economy\");", "decision.capOutputTokens($most);");

        publish(pack)
                .statusCode(422)
                .body("type", endsWith("/pack-rejected"))
                .body("violations.file", hasItem("rules/ceiling.drl"))
                .body(
                        "violations.message",
                        hasItem(containsString(
                                "Maybe add maxOutputTokens != null where the rule looks at that Call.")));
    }
}
