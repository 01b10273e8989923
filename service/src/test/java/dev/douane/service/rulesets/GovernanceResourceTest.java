package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a published pack to a ruleset in force and back, and who may do what on the way. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(JustStarted.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
class GovernanceResourceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    ActiveRuleset active;

    @Inject
    OwnerDatabase database;

    @BeforeEach
    void the_shipped_packs_are_in_force() { // with which what is proposed is compared
        Awaitility.await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(() -> number() == 1);
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse get(String path) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get(path)
                .then();
    }

    private static void publish(String name, String version, String rule) {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(PackArchive.of(name, version, rule).zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);
    }

    /** Proposes the pack with the shipped budget guard. */
    private static int propose(String pack, String terms) {
        return post(Roles.AUTHOR, "/v1/rulesets", proposal(pack, terms))
                .statusCode(201)
                .extract()
                .path("number");
    }

    private static String proposal(String pack, String terms) {
        return """
                {"title": "Try %1$s", "why": "Spend on it has doubled.", "packs": [
                  {"name": "budget-guard", "version": "1.0.2"},
                  {"name": "%1$s", "version": "1.0.0"%2$s}],
                 "settings": {"zone": "Europe/Paris"}}
                """.formatted(pack, terms);
    }

    private int number() {
        return active.current().map(inForce -> inForce.ref().number()).orElse(0);
    }

    private static String because(String why) {
        return "{\"why\": \"" + why + "\"}";
    }

    @Test
    void a_pack_goes_all_the_way_into_force_and_back() {
        publish("way", "1.0.0", "WAY-1");
        var before = number();
        var number = propose(
                "way",
                ", \"mode\": \"observe\", \"until\": \"2099-01-01T00:00:00Z\","
                        + " \"scopes\": [{\"scope\": {\"team\": [\"ranking\"]}, \"mode\": \"enforce\"}]");
        get("/v1/rulesets/" + number)
                .statusCode(200)
                .body("title", equalTo("Try way"))
                .body("why", equalTo("Spend on it has doubled."))
                .body("packs.mode", contains("enforce", "observe"))
                .body("packs[1].until", equalTo("2099-01-01T00:00:00Z"))
                .body("packs[1].scopes[0].scope.team", contains("ranking"))
                .body("settings.zone", equalTo("Europe/Paris"))
                .body("approvals", empty())
                .body("activatedAt", nullValue());
        get("/v1/rulesets/" + number + "/diff")
                .statusCode(200)
                .body("against", equalTo(before))
                .body("added.name", contains("way"))
                .body("removed.name", hasItem("cost-tier"))
                .body("changed", empty())
                .body("settings.zone.from", equalTo("UTC"))
                .body("settings.zone.to", equalTo("Europe/Paris"));

        post(Roles.APPROVER, "/v1/rulesets/" + number + "/activate", because("Agreed."))
                .statusCode(409)
                .body("detail", startsWith("ruleset (%d) is not approved.".formatted(number)));
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", because("Looks right."))
                .statusCode(200)
                .body("approvals", hasSize(1))
                .body("approvals[0].why", equalTo("Looks right."));
        post(Roles.ADMIN, "/v1/rulesets/" + number + "/activate", because("Agreed."))
                .statusCode(200)
                .body("activatedAt", notNullValue());

        Awaitility.await().atMost(PATIENCE).until(() -> number() == number);
        var meanwhile = Instant.now();
        String decided = post(Roles.GATEWAY, "/v1/decisions", """
                        {"call": {"model": "gpt-5-nano", "inputTokens": 1}, "caller": {"product": "way"}}""")
                .statusCode(200)
                .extract()
                .path("id");
        post(Roles.ADMIN, "/v1/rulesets/" + number + "/activate", because("Again."))
                .statusCode(409)
                .body("detail", containsString("is in force already"));

        refusedUntilApproved(before);
        post(Roles.APPROVER, "/v1/rulesets/rollback", "{\"to\": " + before + ", \"why\": \"It was too much.\"}")
                .statusCode(200)
                .body("number", equalTo(before));
        Awaitility.await().atMost(PATIENCE).until(() -> number() == before);
        get("/v1/rulesets?at=" + meanwhile).statusCode(200).body("rulesets.number", contains(number));
        get("/v1/rulesets?at=" + Instant.now()).statusCode(200).body("rulesets.number", contains(before));
        get("/v1/decisions?product=way&ruleset=" + number).statusCode(200).body("items.id", contains(decided));
        get("/v1/decisions?product=way&ruleset=" + before).statusCode(200).body("items", empty());
        get("/v1/rulesets/history")
                .statusCode(200)
                .body(
                        "changes.findAll { it.ruleset == %d }.action".formatted(number),
                        contains("activate", "approve", "propose"))
                .body("changes[0].action", equalTo("roll-back"))
                .body("changes[0].why", equalTo("It was too much."))
                .body("changes[0].byName", equalTo("test [approver]"))
                .body("changes[-1].by", equalTo("start"))
                .body("changes[-1].byName", nullValue());
    }

    /** What came with a start was in force, and nobody has looked at it. */
    private static void refusedUntilApproved(int number) {
        if (get("/v1/rulesets/" + number).extract().<List<?>>path("approvals").isEmpty()) {
            post(Roles.ADMIN, "/v1/rulesets/rollback", "{\"to\": " + number + ", \"why\": \"In a hurry.\"}")
                    .statusCode(409)
                    .body("detail", startsWith("ruleset (%d) is not approved.".formatted(number)));
            post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", because("Safe to go back to."))
                    .statusCode(200);
        }
    }

    @Test
    void nobody_approves_his_own_proposal_whatever_roles_he_has() throws SQLException {
        publish("own", "1.0.0", "OWN-1");
        var both = TestKeys.bearer(Roles.AUTHOR, Roles.APPROVER);
        int number = given().header("Authorization", both)
                .contentType("application/json")
                .body(proposal("own", ""))
                .post("/v1/rulesets")
                .then()
                .statusCode(201)
                .extract()
                .path("number");

        given().header("Authorization", both)
                .contentType("application/json")
                .post("/v1/rulesets/" + number + "/approve")
                .then()
                .statusCode(409)
                .body("detail", containsString("cannot approve it too"));
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() ->
                            statement.execute("insert into ruleset_change (action, ruleset, changed_at, changed_by)"
                                    + " select 'approve', number, now(), created_by from ruleset where number = "
                                    + number))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("must be approved by somebody else");
            for (var table : List.of("ruleset_change", "ruleset_activation", "ruleset", "ruleset_pack")) {
                assertThatThrownBy(() -> statement.execute("delete from " + table))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("append-only");
            }
        }
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", because("Four eyes."))
                .statusCode(200);
    }

    @Test
    void a_scheduled_activation_takes_effect_at_its_time_and_can_be_withdrawn() {
        publish("later", "1.0.0", "LATER-1");
        var before = number();
        var number = propose("later", "");
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        post(
                        Roles.APPROVER,
                        "/v1/rulesets/" + number + "/activate",
                        "{\"why\": \"x\", \"at\": \"2020-01-01T00:00:00Z\"}")
                .statusCode(422)
                .body("detail", containsString("has passed"));
        post(
                        Roles.APPROVER,
                        "/v1/rulesets/" + number + "/activate",
                        "{\"why\": \"x\", \"at\": \"2099-01-01T00:00:00Z\"}")
                .statusCode(200)
                .body("scheduledFor", equalTo("2099-01-01T00:00:00Z"))
                .body("activatedAt", nullValue());
        post(
                        Roles.APPROVER,
                        "/v1/rulesets/" + number + "/activate",
                        "{\"why\": \"again\", \"at\": \"2099-01-01T00:00:00Z\"}")
                .statusCode(200)
                .body("scheduledFor", equalTo("2099-01-01T00:00:00Z"));
        get("/v1/rulesets/history")
                .statusCode(200)
                .body("changes.findAll { it.ruleset == %d && it.action == 'activate' }".formatted(number), hasSize(1));
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/withdraw", because("Not yet."))
                .statusCode(200)
                .body("scheduledFor", nullValue());
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/withdraw", because("Not yet."))
                .statusCode(409)
                .body("detail", containsString("nothing to withdraw"));
        post(Roles.APPROVER, "/v1/rulesets/rollback", "{\"to\": " + number + ", \"why\": \"x\"}")
                .statusCode(409)
                .body("detail", containsString("was never in force"));

        var soon = Instant.now().plusSeconds(2);
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/activate", "{\"why\": \"x\", \"at\": \"" + soon + "\"}")
                .statusCode(200);

        assertThat(number()).isEqualTo(before);
        Awaitility.await().atMost(PATIENCE).until(() -> number() == number);
        assertThat(Instant.now()).isAfterOrEqualTo(soon);
        post(Roles.APPROVER, "/v1/rulesets/" + before + "/approve", "{}").statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/rollback", "{\"to\": " + before + ", \"why\": \"test\"}")
                .statusCode(200);
        Awaitility.await().atMost(PATIENCE).until(() -> number() == before);
    }

    @Test
    void everything_wrong_with_a_proposal_is_said_at_once() {
        post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": " ", "why": "x", "packs": [
                  {"name": "cost-tier", "version": "1.0.0", "mode": "watch"},
                  {"name": "cost-tier", "version": "9.9.9"},
                  {"name": "budget-guard", "version": "1.0.2", "until": "2099-01-01T00:00:00Z"}],
                 "settings": {"zone": "Mars/Olympus"}}
                """)
                .statusCode(422)
                .body("violations.pointer", contains("/packs/0", "/packs/1", "/packs/2", "/settings/zone", "/title"));
        post(Roles.AUTHOR, "/v1/rulesets", "{\"title\": \"x\", \"why\": \"x\", \"pack\": []}")
                .statusCode(400);
        post(Roles.AUTHOR, "/v1/rulesets", "{\"title\": \"x\", \"why\": \"x\", \"packs\": []}")
                .statusCode(422)
                .body("violations.pointer", contains("/packs"));
        post(Roles.APPROVER, "/v1/rulesets/999/approve", "{}").statusCode(404);
        post(Roles.APPROVER, "/v1/rulesets/1/activate", "{}")
                .statusCode(400)
                .body("violations.pointer", contains("/why"));
        post(Roles.APPROVER, "/v1/rulesets/rollback", because("x"))
                .statusCode(400)
                .body("violations.pointer", contains("/to"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u001b[31m", "\\u0007", "\\u007f", "\\u009b", "\\u202e", "\\u2066", "\\r"})
    void a_title_or_a_reason_that_shows_something_else_than_it_says_is_refused(String misleading) {
        post(
                        Roles.AUTHOR,
                        "/v1/rulesets",
                        "{\"title\": \"a%1$sb\", \"why\": \"a%1$sb\", \"packs\": []}".formatted(misleading))
                .statusCode(422)
                .body("violations.pointer", contains("/packs", "/title", "/why"));
        for (var change : List.of("1/approve", "1/activate", "1/withdraw", "rollback")) {
            post(Roles.APPROVER, "/v1/rulesets/" + change, because("a" + misleading + "b"))
                    .statusCode(400)
                    .body("violations.pointer", contains("/why"))
                    .body("violations[0].message", containsString("number 2"));
        }
    }

    @Test
    void values_that_look_like_others_are_refused_in_scopes_and_parameters() {
        post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Calls of pаypal", "why": "x", "packs": [
                  {"name": "cost-tier", "version": "1.0.0", "scope": {"team": ["Łódź", "東京支店", "pаypal"]},
                   "scopes": [{"scope": {"team": ["a\\u3164"]}, "mode": "observe"}],
                   "parameters": {"ceiling": "ｆｕｌｌ"}}]}
                """)
                .statusCode(422)
                .body(
                        "violations.pointer",
                        hasItems(
                                "/title",
                                "/packs/0/scope/team",
                                "/packs/0/scopes/0/scope/team",
                                "/packs/0/parameters/ceiling"))
                .body("violations.findAll { it.pointer == '/packs/0/scope/team' }", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({"team, ' acme\\u00a0\\u200b', acme", "product, 'Zu\\u0308rich ', Zürich", "location, DE, DE"})
    void callers_in_scopes_have_the_one_spelling_that_calls_have(String attribute, String written, String read) {
        var pack = "spelled-" + attribute;
        publish(pack, "1.0.0", pack);
        var scope = "\"scope\": {\"%s\": [\"%s\"]}".formatted(attribute, written);
        var number = propose(pack, ", %s, \"scopes\": [{%s, \"mode\": \"observe\"}]".formatted(scope, scope));

        get("/v1/rulesets/" + number)
                .body("packs[1].scope." + attribute, contains(read))
                .body("packs[1].scopes[0].scope." + attribute, contains(read));
        var again = scope.replace(written, read);
        post(
                        Roles.AUTHOR,
                        "/v1/rulesets",
                        proposal(pack, ", %s, \"scopes\": [{%s, \"mode\": \"observe\"}]".formatted(again, again)))
                .statusCode(200)
                .body("number", equalTo(number));
    }

    @Test
    void a_scope_for_whom_no_call_can_be_is_refused_since_its_pack_would_be_silently_off() {
        post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "For nobody", "why": "x", "packs": [
                  {"name": "cost-tier", "version": "1.0.0",
                   "scope": {"team": ["%1$s", "%2$s"], "location": ["DE"]},
                   "scopes": [{"scope": {"location": ["de"]}, "mode": "observe"},
                              {"scope": {"location": ["Germany"]}, "mode": "observe"},
                              {"scope": {"location": ["Atlantis"]}, "mode": "observe"}]}]}
                """.formatted("a".repeat(129), "a".repeat(128)))
                .statusCode(422)
                .body(
                        "violations.pointer",
                        contains(
                                "/packs/0/scope/team",
                                "/packs/0/scopes/0/scope/location",
                                "/packs/0/scopes/1/scope/location",
                                "/packs/0/scopes/2/scope/location"))
                .body("violations[0].message", containsString("has 129 characters, and a caller's name has 128"))
                .body("violations[1].message", endsWith("Maybe DE?"))
                .body("violations[2].message", endsWith("Maybe DE?"))
                .body("violations[3].message", endsWith("so no call would ever say it."));
        for (var blank : List.of(" ", "\\u200b\\u00a0")) {
            post(Roles.AUTHOR, "/v1/rulesets", """
                    {"title": "For nobody", "why": "x", "packs": [
                      {"name": "cost-tier", "version": "1.0.0", "scope": {"team": ["%s"]}}]}
                    """.formatted(blank))
                    .statusCode(422)
                    .body("violations.pointer", contains("/packs/0"))
                    .body("violations[0].message", containsString("at least one, none of them blank"));
        }
    }

    @Test
    void an_exception_says_for_whom_it_is_and_its_mode() {
        post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Half", "why": "x", "packs": [
                  {"name": "cost-tier", "version": "1.0.0", "scopes": [{"mode": "observe"}, {"scope": {"team": ["a"]}, "mode": null}]}]}
                """)
                .statusCode(422)
                .body("violations.pointer", contains("/packs/0/scopes/0/scope", "/packs/0/scopes/1/mode"));
    }

    @Test
    void who_observes_until_a_day_that_has_passed_is_told() {
        post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Too late", "why": "x", "packs": [
                  {"name": "cost-tier", "version": "1.0.0", "mode": "observe", "until": "2020-01-01T00:00:00Z",
                   "scopes": [{"scope": {"team": ["a"]}, "mode": "observe", "until": "2020-01-02T00:00:00Z"}]}]}
                """)
                .statusCode(422)
                .body("violations.pointer", contains("/packs/0/scopes/0/until", "/packs/0/until"))
                .body("violations[1].message", containsString("(2020-01-01T00:00:00Z) must be later than now"));
    }

    @Test
    void a_reason_may_have_lines_and_tabs_and_a_title_may_not() {
        post(Roles.AUTHOR, "/v1/rulesets", "{\"title\": \"a\\nb\", \"why\": \"one:\\n\\ttwo\", \"packs\": []}")
                .statusCode(422)
                .body("violations.pointer", contains("/packs", "/title"));
    }

    @Test
    void packs_that_do_not_go_together_are_refused_before_anybody_approves_them() {
        publish("one", "1.0.0", "SAME-1");
        publish("other", "1.0.0", "SAME-1");

        post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Both", "why": "x", "packs": [
                  {"name": "one", "version": "1.0.0"}, {"name": "other", "version": "1.0.0"}]}
                """)
                .statusCode(422)
                .body("type", endsWith("/pack-rejected"))
                .body("violations.message", hasItem(containsString("SAME-1")));
    }

    /** Each looks at 2 × (16 × 32 + 16 × 32²) combinations where a call has 16 budgets and there are 32 outages. */
    @Test
    void packs_that_look_at_too_much_together_are_refused_before_anybody_approves_them() {
        for (var name : List.of("wide-1", "wide-2", "wide-3")) {
            publishWide(name);
        }

        post(Roles.AUTHOR, "/v1/rulesets", wide("enforce"))
                .statusCode(422)
                .body("type", endsWith("/pack-rejected"))
                .body(
                        "violations.message",
                        contains(
                                startsWith(
                                        "packs (wide-1@1.0.0: 33792, wide-2@1.0.0: 33792, wide-3@1.0.0: 33792) are evaluated together and look at 101376 ")));
        post(Roles.AUTHOR, "/v1/rulesets", wide("observe")).statusCode(201);
    }

    private static String wide(String modeOfOne) {
        return """
                {"title": "Wide", "why": "x", "packs": [
                  {"name": "wide-1", "version": "1.0.0"}, {"name": "wide-2", "version": "1.0.0"},
                  {"name": "wide-3", "version": "1.0.0", "mode": "%s"}]}
                """.formatted(modeOfOne);
    }

    private static void publishWide(String name) {
        var pack = PackArchive.of(name, "1.0.0", name);
        for (var rule : List.of(name + "-a", name + "-b")) {
            pack.with("rules/%s.drl".formatted(rule), """
                    rule "Outages and money of %1$s"
                        @id("%1$s")
                        @reason("Who is short of money does not wait for what is out.")
                    when
                        exists (Budget(usedFraction > 2) and Outage() and Outage())
                    then
                        decision.flag("%1$s");
                    end
                    """.formatted(rule));
        }
        pack.with("tests/wide.yaml", """
                catalog:
                  - big-us: {tier: frontier, price: {input: "5.00", output: "25.00"}}
                  - big-eu: {tier: frontier, price: {input: "5.00", output: "25.00"}}
                cases:
                  - name: a budget is used three times over while something is out
                    call: {model: big, deployment: big-us}
                    budgets: [{name: lab, usedFraction: 3, elapsedFraction: 0.5, limit: "500.00", hard: false}]
                    outages: [{deployment: big-eu}]
                    expect: {verdict: allow, deployment: big-us, because: [%1$s-a, %1$s-b]}
                """.formatted(name));
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(pack.zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);
    }

    @Test
    void the_same_proposal_has_one_number() {
        publish("twice", "1.0.0", "TWICE-1");
        var number = propose("twice", "");

        post(Roles.AUTHOR, "/v1/rulesets", proposal("twice", ", \"mode\": \"enforce\""))
                .statusCode(200)
                .header("Location", endsWith("/v1/rulesets/" + number))
                .body("number", equalTo(number))
                .body("proposedAgain", nullValue());
    }

    @Test
    void whoever_proposes_the_same_for_another_reason_is_heard_once() {
        publish("agreed", "1.0.0", "AGREED-1");
        var number = propose("agreed", "");
        var another = proposal("agreed", "").replace("Spend on it has doubled.", "The board asked for it.");

        for (int twice = 0; twice < 2; twice++) {
            post(Roles.AUTHOR, "/v1/rulesets", another)
                    .statusCode(200)
                    .body("number", equalTo(number))
                    .body("why", equalTo("Spend on it has doubled."))
                    .body("proposedAgain.why", contains("The board asked for it."))
                    .body("proposedAgain.proposedBy", everyItem(not(emptyString())));
        }
        get("/v1/rulesets/history?limit=2")
                .body("changes.action", contains("propose", "propose"))
                .body("changes.why", contains("The board asked for it.", "Spend on it has doubled."));
    }

    @Test
    void who_may_what() {
        var proposal = proposal("way", "");
        for (var role : List.of(Roles.GATEWAY, Roles.FINOPS, Roles.AUDITOR, Roles.APPROVER, Roles.ADMIN)) {
            post(role, "/v1/rulesets", proposal).statusCode(403);
        }
        for (var role : List.of(Roles.GATEWAY, Roles.FINOPS, Roles.AUDITOR, Roles.AUTHOR)) {
            for (var path : List.of("1/approve", "1/activate", "1/withdraw", "rollback")) {
                post(role, "/v1/rulesets/" + path, because("x")).statusCode(403);
            }
        }
        post(Roles.ADMIN, "/v1/rulesets/1/approve", because("x")).statusCode(403);
    }
}
