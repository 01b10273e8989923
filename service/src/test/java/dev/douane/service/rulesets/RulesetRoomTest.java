package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.packs.TestPacks;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What proposers and approvers can repeat: it is bounded, and lists of it are read in pages that fit into memory. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class RulesetRoomTest {
    @Inject
    Rulesets rulesets;

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

    private static void publish(String name) {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(PackArchive.of(name, "1.0.0", name.toUpperCase(Locale.ROOT) + "-1")
                        .zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse propose(String pack, String why, String terms) {
        return post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Try %1$s", "why": "%2$s", "packs": [{"name": "%1$s", "version": "1.0.0"%3$s}]}
                """.formatted(pack, why, terms));
    }

    @Test
    void the_same_proposal_has_so_many_reasons_by_one_key() {
        publish("reasoned");
        int number = propose("reasoned", "First.", "").statusCode(201).extract().path("number");

        for (int i = 2; i <= Rulesets.REASONS_OF_KEY_MAX; i++) {
            propose("reasoned", "Reason " + i, "")
                    .statusCode(200)
                    .body("proposedAgain", hasSize(i - 1))
                    .body("whyNotKept", nullValue());
        }

        propose("reasoned", "One more.", "")
                .statusCode(200)
                .body("number", equalTo(number))
                .body("proposedAgain", hasSize(4))
                .body("whyNotKept", equalTo("this key gave 5 reasons for this ruleset, which is all that are kept"));
        propose("reasoned", "Reason 2", "")
                .statusCode(200)
                .body("proposedAgain", hasSize(4))
                .body("whyNotKept", nullValue());
    }

    @Test
    void a_key_proposes_so_many_rulesets_in_a_day() {
        publish("daily");
        String author = propose("daily", "First.", "").statusCode(201).extract().path("createdBy");

        assertThatThrownBy(() -> rulesets.demandAllowance(author, 1))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(refused.retryAfter()).isPresent();
                });
        rulesets.demandAllowance(author, 1_000_000);
        rulesets.demandAllowance("somebody else", 1);
        rulesets.demandAllowance(author, 0); // no limit
    }

    /** Each has a scope of some 200 kB, so that five are more than a page has. */
    @Test
    void a_page_of_long_rulesets_ends_before_it_is_too_long_and_says_where_to_read_on() {
        publish("long");
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < 6; i++) {
            var prefix = "team-of-a-long-name-" + i;
            var teams = IntStream.range(0, 7_000)
                    .mapToObj(team -> "\"%s%05d\"".formatted(prefix, team))
                    .collect(Collectors.joining(","));
            numbers.addFirst(propose("long", "Long.", ", \"scope\": {\"team\": [" + teams + "]}")
                    .statusCode(201)
                    .extract()
                    .path("number"));
        }

        var read = new ArrayList<Integer>();
        var page = get("/v1/rulesets?limit=6").statusCode(200).body("next", notNullValue());
        List<Integer> shown = page.extract().path("rulesets.number");
        assertThat(shown).hasSizeBetween(1, 5);
        read.addAll(shown);
        while (read.size() < 6) {
            page = get("/v1/rulesets?limit=%d&cursor=%s"
                            .formatted(6 - read.size(), page.extract().<String>path("next")))
                    .statusCode(200);
            read.addAll(page.extract().path("rulesets.number"));
        }
        assertThat(read).isEqualTo(numbers);
    }

    /** A letter of three bytes (U+0958) is two of three bytes each once it is spelled, so the body is as long as it may be and the terms are not. */
    @Test
    void terms_that_are_too_long_once_names_are_spelled_are_refused_and_nothing_is_stored() {
        publish("spelled");
        var teams = IntStream.range(0, 1_300)
                .mapToObj(team -> "\"%s%05d\"".formatted("\u0958".repeat(55), team))
                .collect(Collectors.joining(","));
        int newest = get("/v1/rulesets?limit=1").extract().path("rulesets[0].number");

        propose("spelled", "Long.", ", \"scope\": {\"team\": [" + teams + "]}")
                .statusCode(422)
                .body("violations.pointer", contains("/packs"))
                .body("violations[0].message", containsString("at most 262144"));
        get("/v1/rulesets?limit=1").statusCode(200).body("rulesets.number", contains(newest));
    }

    /** Published before titles had a bound, each with one of some 300 kB, so that four are more than a page has. */
    @Test
    void a_page_of_packs_with_long_titles_ends_before_it_is_too_long_and_says_where_to_read_on() throws Exception {
        for (int i = 0; i < 5; i++) {
            TestPacks.publishUnseen(PackArchive.of("titled", "1.0." + i, "TITLED-" + i)
                    .replacing("pack.yaml", "A pack for a test", "t".repeat(300_000))
                    .pack());
        }

        var page = get("/v1/packs/titled/versions?limit=5")
                .statusCode(200)
                .body("packs.version", contains("1.0.0", "1.0.1", "1.0.2"));
        get("/v1/packs/titled/versions?limit=5&cursor=" + page.extract().<String>path("next"))
                .statusCode(200)
                .body("packs.version", contains("1.0.3", "1.0.4"))
                .body("next", nullValue());
    }

    @Test
    void so_many_activations_wait_for_their_time() {
        publish("waiting");
        int number = propose("waiting", "First.", "").statusCode(201).extract().path("number");
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        var activate = "/v1/rulesets/" + number + "/activate";
        for (int day = 0; day < Activations.SCHEDULED_MAX; day++) {
            post(Roles.APPROVER, activate, "{\"why\": \"x\", \"at\": \"%d-01-01T00:00:00Z\"}".formatted(2100 + day))
                    .statusCode(200)
                    .body("scheduledFor", equalTo("2100-01-01T00:00:00Z"));
        }

        post(Roles.APPROVER, activate, "{\"why\": \"x\", \"at\": \"2099-01-01T00:00:00Z\"}")
                .statusCode(409)
                .body("detail", containsString("100 activations are scheduled, as many as there may be"));
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/withdraw", "{\"why\": \"Not yet.\"}")
                .statusCode(200);
        post(Roles.APPROVER, activate, "{\"why\": \"x\", \"at\": \"2099-01-01T00:00:00Z\"}")
                .statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/withdraw", "{\"why\": \"Never.\"}")
                .statusCode(200);
    }

    /** Five MiB each. */
    @Test
    void packs_that_are_too_large_together_are_refused_before_they_are_read() throws Exception {
        var packs = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            var pack = PackArchive.of("large-" + i, "1.0.0", "LARGE-" + i);
            for (int file = 0; file < 5; file++) {
                pack = pack.with("tests/note-%d.yaml".formatted(file), "#".repeat(1 << 20));
            }
            TestPacks.publishUnseen(pack.pack());
            packs.add("{\"name\": \"large-%d\", \"version\": \"1.0.0\"}".formatted(i));
        }

        post(Roles.AUTHOR, "/v1/rulesets", "{\"title\": \"Large\", \"why\": \"x\", \"packs\": " + packs + "}")
                .statusCode(422)
                .body("violations.pointer", contains("/packs"))
                .body("violations[0].message", containsString("bytes of files together"));
    }

    @Test
    void exceptions_that_never_hold_and_too_many_of_them_are_refused() {
        publish("excepted");
        propose("excepted", "x", """
                , "mode": "observe", "scope": {"team": ["a"]},
                "scopes": [{"scope": {"team": ["b"]}, "mode": "enforce"}]""")
                .statusCode(422)
                .body("violations.pointer", contains("/packs/0/scopes/0/scope/team"))
                .body("violations[0].message", containsString("the exception never holds"));
        var many = IntStream.rangeClosed(0, Proposals.EXCEPTIONS_MAX)
                .mapToObj(i -> "{\"scope\": {\"team\": [\"t%d\"]}, \"mode\": \"observe\"}".formatted(i))
                .toList();
        propose("excepted", "x", ", \"scopes\": " + many)
                .statusCode(422)
                .body("violations[0].message", containsString("501 exceptions"));
        propose("excepted", "x", ", \"scopes\": " + many.subList(0, Proposals.EXCEPTIONS_MAX))
                .statusCode(201);
    }
}
