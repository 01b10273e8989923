package dev.douane.service.reconciliation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.AsOwner;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody does to the log behind the application's back is told by the decision. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class LogCheckResourceTest {
    @Inject
    AsOwner owner;

    @BeforeEach
    void ready() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        assertThat(differences()).isEmpty();
    }

    private static String decided(String model, String options) {
        return given().header("Authorization", TestKeys.bearer("gateway"))
                .contentType("application/json")
                .body("""
                        {"call": {"model": "%s", "inputTokens": 1200, "maxOutputTokens": 800},
                         "caller": {"product": "search", "workflow": "rewrite", "user": "u-1", "environment": "prod"},
                         "data": {"classes": ["personal"], "subjectLocations": ["DE"]},
                         "options": {%s}, "workload": {"task": "research"}}""".formatted(model, options))
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    /** Of the whole check; the last line must be there. */
    private static List<Map<String, Object>> differences() {
        var lines = given().header("Authorization", TestKeys.bearer("auditor"))
                .get("/v1/log/check")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .lines()
                .map(JsonPath::from)
                .toList();
        var found = lines.stream()
                .map(line -> line.<String, Object>getMap("difference"))
                .filter(line -> line != null)
                .toList();
        assertThat(lines.getLast().getBoolean("equal")).isEqualTo(found.isEmpty());
        assertThat(lines.getLast().getInt("differing")).isEqualTo(found.size());
        return found;
    }

    /** Every kind of answer: with and without a target, with reasons and without, held and not. */
    @Test
    void what_the_application_writes_contradicts_nothing() throws SQLException {
        decided("gpt-5", "");
        decided("gpt-5", "\"explain\": \"none\"");
        decided("gpt-5", "\"mode\": \"advise\"");
        decided("gpt-5", "\"hold\": false");
        decided("gpt-99", "");
        decided("auto", "\"explain\": \"full\"");

        assertThat(differences()).isEmpty();
        given().header("Authorization", TestKeys.bearer("auditor"))
                .get("/v1/ledger/check")
                .then()
                .body("equal", equalTo(true))
                .body("log.differing", equalTo(0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "verdict,`'deny'`",
                "mode,`'advise'`",
                "because,`'budget'`",
                "because,null",
                "would_have,`'deny'`",
                "caller_user,`'somebody-else'`",
                "caller_user,null",
                "workflow,`'other'`",
                "product,`'other'`",
                "team,`'other'`",
                "organisation,`'other'`",
                "run,`'other'`",
                "environment,`'dev'`",
                "model_asked,`'gpt-4'`",
                "deployment,`'elsewhere'`",
                "model,`'other'`",
                "provider,`'other'`",
                "region,`'other'`",
                "hosting,`'US'`",
                "control,`'CN'`",
                "tier,`'economy'`",
                "rules,`'{X-999}'`",
                "ruleset,`ruleset + 1`",
                "catalog,`catalog + 1`",
                "requested_nanos,1",
                "estimated_nanos,1",
                "decided_at,`decided_at + interval '1 day'`"
            })
    void a_column_that_was_changed_by_hand_is_told(String column, String value) throws SQLException {
        var id = decided("gpt-5", "");
        owner.execute("create table as_it_was as select * from decision where id = '%s'".formatted(id));
        owner.execute("update decision set %s = %s where id = '%s'".formatted(column, value, id));
        try {
            assertThat(differences())
                    .anySatisfy(found -> assertThat(found)
                            .containsEntry("decision", id)
                            .containsEntry("what", "columns")
                            .containsEntry("columns", List.of(column)));
        } finally {
            owner.execute(
                    "delete from decision where id = '%s'; insert into decision select * from as_it_was; drop table as_it_was"
                            .formatted(id));
        }
    }

    @Test
    void documents_that_were_changed_by_hand_are_told() throws SQLException {
        var one = decided("gpt-5", "");
        var other = decided("gpt-99", "");
        owner.execute("create table as_it_was as select * from decision where id = '%s'".formatted(one));
        owner.execute("update decision set documents = (select documents from decision where id = '%s') where id = '%s'"
                .formatted(other, one));
        assertThat(differences())
                .singleElement()
                .satisfies(found -> assertThat(found.get("columns"))
                        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                        .contains("id", "verdict", "because", "model_asked", "deployment", "held_nanos"));
        owner.execute("update decision set documents = '\\x07' where id = '%s'".formatted(one));
        assertThat(differences())
                .singleElement()
                .satisfies(found -> assertThat(found).containsEntry("columns", List.of("documents")));
        owner.execute(
                "delete from decision where id = '%s'; insert into decision select * from as_it_was; drop table as_it_was"
                        .formatted(one));
    }

    @Test
    void a_hold_that_is_gone_or_another_is_told() throws SQLException {
        var id = decided("gpt-5", "");
        var free = decided("gpt-5", "\"hold\": false");
        owner.execute("create table as_it_was as select * from hold where decision_id = '%s'".formatted(id));
        try {
            owner.execute("update hold set amount_nanos = amount_nanos + 1 where decision_id = '%s'".formatted(id));
            assertThat(differences()).containsExactly(Map.of("decision", id, "what", "other-hold"));
            owner.execute("update hold set decision_id = '%s' where decision_id = '%s'".formatted(free, id));
            assertThat(differences())
                    .containsExactly(
                            Map.of("decision", free, "what", "other-hold"), Map.of("decision", id, "what", "no-hold"));
        } finally {
            owner.execute(
                    "delete from hold where decision_id = '%s'; insert into hold select * from as_it_was; drop table as_it_was"
                            .formatted(free));
        }
    }

    @Test
    void a_log_that_was_emptied_is_told_by_its_holds() throws SQLException {
        var id = decided("gpt-5", "");
        owner.execute("create table as_it_was as select * from decision");
        owner.execute("truncate decision");
        try {
            assertThat(differences()).contains(Map.of("decision", id, "what", "no-decision"));
            given().header("Authorization", TestKeys.bearer("finops"))
                    .get("/v1/ledger/check")
                    .then()
                    .body("equal", equalTo(false))
                    .body("differing", equalTo(0))
                    .body("log.differences.decision", hasItem(id));
        } finally {
            owner.execute("insert into decision select * from as_it_was; drop table as_it_was");
        }
    }

    /** A month past its retention takes its decisions with it, and leaves its holds. */
    @Test
    void what_left_the_log_with_its_month_is_not_missed() throws SQLException {
        var id = decided("gpt-5", "");
        owner.execute("create table as_it_was as select * from decision");
        owner.execute("truncate decision; insert into decision_month_dropped values ('%s', now(), 'P183D')"
                .formatted(id.replaceFirst(".{12}$", "ffffffffffff")));
        try {
            assertThat(differences()).isEmpty();
        } finally {
            owner.execute(
                    "delete from decision_month_dropped; insert into decision select * from as_it_was; drop table as_it_was");
        }
    }

    @ParameterizedTest
    @CsvSource({"gateway,403", "finops,403", "auditor,200", "admin,200"})
    void an_auditor_may_have_it_checked(String role, int status) {
        given().header("Authorization", TestKeys.bearer(role))
                .get("/v1/log/check")
                .then()
                .statusCode(status);
    }
}
