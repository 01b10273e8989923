package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.drools.RulesetStore;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackContent;
import dev.douane.rules.pack.Quarantine;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.packs.PackQuarantine;
import dev.douane.service.packs.Packs;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that were accepted at the first level, and that a new pack would be refused for: they keep their day, and whoever looks is told. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class OldPacksTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    Rulesets rulesets;

    @Inject
    Packs packs;

    @Inject
    PackQuarantine quarantine;

    @Inject
    PackWorkers proving;

    @Inject
    RulesetsConfig config;

    @Inject
    TimeSource time;

    @Inject
    DataSource database;

    @TempDir
    private Path data;

    /** A comment that shows its words in another order than they are written. */
    private static PackArchive text() {
        return PackArchive.of("old-text", "1.0.0", "old-text")
                .replacing("rules/ceiling.drl", "when\n", "// of \u202eold\u202c mail\nwhen\n");
    }

    /** A row with a cell behind the last column. */
    private static PackArchive cells() {
        return PackArchive.of("old-cells", "1.0.0", "old-cells")
                .with("tables/more.csv", """
                        'RuleSet','more',,,
                        'RuleTable More tasks',,,,
                        'NAME','CONDITION','ACTION','METADATA','METADATA'
                        ,'Workload',,,
                        ,'task == ''$param''','decision.capTier(''$param'');','id(''$param'')','reason(''$param'')'
                        'rule','task','ceiling','id','reason'
                        'More mail','old-cells-more','economy','old-cells-2','More mail runs on economy models.','but for ours'
                        """.replace('\'', '"'))
                .with("tests/more.yaml", """
                        catalog:
                          - big-us: {tier: frontier, price: {input: "5.00", output: "25.00"}}
                        cases:
                          - name: more mail is not for frontier models
                            call: {model: big, deployment: big-us}
                            workload: {task: old-cells-more}
                            expect: {verdict: deny, because: [old-cells-2]}
                        """);
    }

    /** Two fields that are equal where both are missing, as they were then. */
    private static PackArchive missing(String name) {
        return PackArchive.of(name, "1.0.0", name)
                .replacing("rules/ceiling.drl", "when\n", "when\n    Caller(product == team)\n")
                .replacing(
                        "tests/ceiling.yaml",
                        "    workload:",
                        "    caller: {product: mail, team: mail}\n    workload:");
    }

    /** A budget of a scenario that is used more often than is read today. */
    private static PackArchive scenario() {
        return PackArchive.of("old-scenario", "1.0.0", "old-scenario")
                .replacing(
                        "tests/ceiling.yaml",
                        "    workload:",
                        "    budgets: [{name: lab, usedFraction: 11, limit: \"500.00\", hard: false}]\n    workload:");
    }

    private static PackArchive otherwise() {
        return PackArchive.of("old-promise", "1.0.0", "old-promise")
                .replacing("tests/ceiling.yaml", "verdict: deny", "verdict: allow");
    }

    private static ValidatableResponse publish(PackArchive pack) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(pack.zip())
                .post("/v1/packs")
                .then();
    }

    /** As a database of before has it. */
    private void stored(PackArchive archive) throws Exception {
        var pack = archive.pack();
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("insert into pack_version"
                        + " (name, version, digest, concern, title, content, published_at, published_by, level)"
                        + " values (?, ?, ?, 'cost-tier', 'Old', ?, now(), 'somebody', 1)")) {
            insert.setString(1, pack.manifest().name());
            insert.setString(2, pack.manifest().version().toString());
            insert.setString(3, pack.digest());
            insert.setBytes(4, PackContent.of(pack.files()));
            insert.executeUpdate();
        }
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse propose(String... names) {
        var listed = Arrays.stream(names)
                .map("{\"name\": \"%s\", \"version\": \"1.0.0\"}"::formatted)
                .collect(Collectors.joining(", "));
        return post(
                        Roles.AUTHOR,
                        "/v1/rulesets",
                        "{\"title\": \"Old\", \"why\": \"They were here before.\", \"packs\": [%s]}".formatted(listed))
                .statusCode(201);
    }

    private static void activate(int number) {
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/activate", "{\"why\": \"As ever.\"}")
                .statusCode(200);
    }

    private static void rollBack(int number) {
        post(Roles.ADMIN, "/v1/rulesets/rollback", "{\"to\": %d, \"why\": \"As ever.\"}".formatted(number))
                .statusCode(200);
        awaitNumber(number);
    }

    private static void awaitNumber(int number) {
        Awaitility.await().atMost(PATIENCE).until(() -> number() == number);
    }

    private static int number() {
        var current =
                given().header("Authorization", TestKeys.bearer(Roles.AUDITOR)).get("/v1/rulesets/current");
        return current.statusCode() == 200 ? current.path("number") : 0;
    }

    private static ValidatableResponse ready() {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/health/ready")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse decide(String task) {
        return post(Roles.GATEWAY, "/v1/decisions", """
                {"call": {"model": "claude-opus-5", "inputTokens": 100, "maxOutputTokens": 100},
                 "data": {"classes": ["public"]}, "workload": {"task": "%s"}, "options": {"mode": "advise"}}""".formatted(task)).statusCode(200);
    }

    /** What their rules said on the day they were accepted, and nothing that is said since. */
    private static void decideAsEver() {
        for (var task : new String[] {"old-text", "old-cells-more", "old-missing", "old-scenario"}) {
            decide(task).body("verdict", equalTo("downgrade")).body("target.tier", equalTo("economy"));
        }
        decide("new-missing").body("verdict", equalTo("allow"));
    }

    private static void tells(ValidatableResponse answer) {
        var cells = "findings.find { it.pack == 'old-cells' && it.code == 'table' }";
        answer.body(cells + ".severity", equalTo("warning"))
                .body(cells + ".version", equalTo("1.0.0"))
                .body(cells + ".file", equalTo("tables/more.csv"))
                .body(cells + ".line", equalTo(7))
                .body(cells + ".column", equalTo(6))
                .body(cells + ".remedy", containsString("keeps the checks of level 1"));
        var text = "findings.find { it.pack == 'old-text' && it.code == 'misleading-text' }";
        answer.body(text + ".severity", equalTo("warning"))
                .body(text + ".file", equalTo("rules/ceiling.drl"))
                .body(text + ".line", equalTo(4));
        answer.body("findings.findAll { it.severity == 'error' }", hasSize(0))
                .body("findings.findAll { it.pack == 'new-missing' }", hasSize(0));
    }

    @Test
    void
            what_is_stricter_since_is_told_and_keeps_no_ruleset_from_being_proposed_activated_rolled_back_to_or_started_with()
                    throws Exception {
        Awaitility.await().atMost(PATIENCE).until(() -> number() > 0);
        var before = number();
        for (var pack : new PackArchive[] {text(), cells(), scenario()}) {
            publish(pack).statusCode(422);
            stored(pack);
        }
        stored(missing("old-missing"));
        publish(missing("new-missing")).statusCode(201).body("level", equalTo(Pack.LEVEL));

        var proposed = propose("old-text", "old-cells", "old-missing", "old-scenario", "new-missing");
        tells(proposed);
        int number = proposed.extract().path("number");
        tells(given().header("Authorization", TestKeys.bearer(Roles.APPROVER))
                .get("/v1/rulesets/" + number + "/diff")
                .then()
                .statusCode(200)
                .body("moreFindings", nullValue()));
        given().header("Authorization", TestKeys.bearer(Roles.APPROVER))
                .get("/v1/packs/old-text/versions/1.0.0")
                .then()
                .statusCode(200)
                .body("level", equalTo(Pack.FIRST_LEVEL));

        activate(number);
        awaitNumber(number);
        ready().body(
                        "checks.find { it.name == 'ruleset' }.data.warned",
                        containsString("old-scenario@1.0.0 was accepted at level 1"));
        decideAsEver();

        post(Roles.APPROVER, "/v1/rulesets/" + before + "/approve", "{}").statusCode(200);
        rollBack(before);
        ready().body("checks.find { it.name == 'ruleset' }.data.warned", nullValue());
        rollBack(number);
        decideAsEver();

        assertThat(startedWith()).isEqualTo(number);
        rollBack(before);
    }

    /** As a start is, with nothing compiled before. */
    private int startedWith() throws Exception {
        var store = new RulesetStore(
                EngineLimits.DEFAULT, Quarantine.NONE, data, new byte[32], ShippedRulesets.besideTheProgram());
        var started = new ActiveRuleset();
        var keeper = new RulesetKeeper(
                started,
                rulesets,
                packs,
                quarantine,
                new WorkerCompiler(store, proving.keeper()),
                proving,
                config,
                time,
                database);
        keeper.begin();
        keeper.stop();
        return started.current().orElseThrow().ref().number();
    }

    @Test
    void a_scenario_of_an_old_pack_that_is_read_and_comes_out_otherwise_still_refuses() throws Exception {
        Awaitility.await().atMost(PATIENCE).until(() -> number() > 0);
        var before = number();
        stored(otherwise());
        int number = propose("old-promise").extract().path("number");

        activate(number);

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> ready().body(
                                "checks.find { it.name == 'ruleset' }.data.behind",
                                containsString("verdict should be allow but is deny")));
        assertThat(number()).isEqualTo(before);
        post(Roles.APPROVER, "/v1/rulesets/" + before + "/approve", "{}").statusCode(200);
        post(Roles.ADMIN, "/v1/rulesets/rollback", "{\"to\": %d, \"why\": \"As ever.\"}".formatted(before))
                .statusCode(200);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> ready().body("checks.find { it.name == 'ruleset' }.data.behind", nullValue()));
    }
}
