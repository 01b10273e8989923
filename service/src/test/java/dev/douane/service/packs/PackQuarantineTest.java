package dev.douane.service.packs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure.Excess;
import dev.douane.rules.pack.Overrun;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A pack that was too much work: who hears of it, what it cannot do meanwhile, and who lets it be asked again. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class PackQuarantineTest {
    @Inject
    PackQuarantine here;

    @Inject
    QuarantineRows quarantines;

    @Inject
    PackRows packs;

    @Inject
    TimeSource time;

    /** A key that may publish and release. */
    private static String both() {
        return TestKeys.bearer(Roles.AUTHOR, Roles.APPROVER);
    }

    private static void publish(String name) {
        given().header("Authorization", both())
                .contentType(PacksResource.ZIP)
                .body(PackArchive.of(name, "1.0.0", name.toUpperCase(java.util.Locale.ROOT))
                        .zip())
                .post("/v1/packs")
                .then()
                .statusCode(201)
                .body("quarantine", nullValue());
    }

    private static Overrun overrun(String name) {
        return new Overrun(
                name + "@1.0.0",
                "JOIN-1",
                Fired.Mode.OBSERVE,
                new Excess(Excess.Unit.COMBINATIONS, 219_600, 100_000),
                60,
                0);
    }

    private static ValidatableResponse pack(String name) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/packs/%s/versions/1.0.0".formatted(name))
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse release(String bearer, String name, String body) {
        return given().header("Authorization", bearer)
                .contentType("application/json")
                .body(body)
                .post("/v1/packs/%s/versions/1.0.0/release".formatted(name))
                .then();
    }

    private static ValidatableResponse propose(String name) {
        return propose(name, "");
    }

    private static ValidatableResponse propose(String name, String terms) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/json")
                .body("{\"title\": \"x\", \"why\": \"x\", \"packs\": [{\"name\": \"%s\", \"version\": \"1.0.0\"%s}]}"
                        .formatted(name, terms))
                .post("/v1/rulesets")
                .then();
    }

    /** As a node is after a start, and as another one is. */
    private PackQuarantine anotherNode() {
        var there = new PackQuarantine(quarantines, packs, time, new SimpleMeterRegistry());
        there.look();
        return there;
    }

    private long rows(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> quarantines.count(
                        "packVersion", packs.find(name, "1.0.0").orElseThrow().id));
    }

    @Test
    void
            a_pack_that_was_too_much_work_is_held_at_once_on_every_node_and_after_a_start_until_somebody_else_releases_it() {
        publish("heavy");
        here.overran(overrun("heavy"));
        here.overran(overrun("heavy"));
        assertThat(here.holds("heavy@1.0.0")).isTrue();
        here.look();
        here.overran(overrun("heavy"));
        here.look();

        assertThat(rows("heavy")).isOne();
        var there = anotherNode();
        assertThat(there.held()).contains("heavy@1.0.0");
        pack("heavy")
                .body("quarantine.since", notNullValue())
                .body("quarantine.rule", equalTo("JOIN-1"))
                .body("quarantine.mode", equalTo("observe"))
                .body("quarantine.unit", equalTo("combinations"))
                .body("quarantine.amount", equalTo(219_600))
                .body("quarantine.most", equalTo(100_000))
                .body("quarantine.budgets", equalTo(60));
        propose("heavy")
                .statusCode(422)
                .body("violations.pointer", hasItem("/packs/0"))
                .body("violations[0].message", containsString("pack (heavy@1.0.0) is in quarantine"));

        release(both(), "heavy", "{\"why\": \"It is mine.\"}").statusCode(409).body("type", endsWith("/own-approval"));
        release(TestKeys.bearer(Roles.APPROVER), "heavy", "{\"why\": \"Nobody has sixty budgets any more.\"}")
                .statusCode(200)
                .body("quarantine", nullValue());
        assertThat(here.holds("heavy@1.0.0")).isFalse();
        there.look();
        assertThat(there.holds("heavy@1.0.0")).isFalse();
        propose("heavy").statusCode(201);

        here.overran(overrun("heavy"));
        here.look();
        assertThat(anotherNode().holds("heavy@1.0.0")).as("and again").isTrue();
        assertThat(rows("heavy")).isEqualTo(3);
    }

    /** Two people agreed on the day. Were a trial to go on instead, one odd call would put a rule off for everybody. */
    @Test
    void a_trial_that_is_held_ends_on_its_day_all_the_same_and_whoever_approves_it_is_told() {
        publish("timed");
        var timed = ", \"mode\": \"observe\", \"until\": \"2099-01-01T00:00:00Z\"";
        int number = propose("timed", timed).statusCode(201).extract().path("number");
        int enforced = propose("timed").statusCode(201).extract().path("number");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> diff(number).body("quarantined", empty()));

        here.overran(overrun("timed"));

        diff(number)
                .body("quarantined.name", contains("timed"))
                .body("quarantined.version", contains("1.0.0"))
                .body("quarantined.enforcedFrom", contains("2099-01-01T00:00:00Z"))
                .body(
                        "quarantined[0].message",
                        containsString("from 2099-01-01T00:00:00Z it is enforced all the same"));
        diff(enforced)
                .body("quarantined[0].enforcedFrom", nullValue())
                .body("quarantined[0].message", startsWith("is enforced, and calls that are too much"));
        propose("timed", timed.replace("2099", "2098"))
                .statusCode(422)
                .body("violations[0].message", containsString("or observe it without an end"));
        propose(
                        "timed",
                        ", \"mode\": \"observe\", \"scopes\": [{\"scope\": {\"team\": [\"a\"]}, \"mode\": \"enforce\"}]")
                .statusCode(422);
        int forGood = propose("timed", ", \"mode\": \"observe\"")
                .statusCode(201)
                .extract()
                .path("number");
        diff(forGood).body("quarantined[0].message", equalTo("is not asked while it is on trial"));
    }

    private static ValidatableResponse diff(int number) {
        return given().header("Authorization", TestKeys.bearer(Roles.APPROVER))
                .get("/v1/rulesets/" + number + "/diff")
                .then()
                .statusCode(200);
    }

    /** What happened while a call was decided is written a second later. */
    @Test
    void what_is_held_since_a_moment_is_told_and_can_be_released_before_it_is_written() {
        publish("moment");
        QuarkusTransaction.requiringNew().run(() -> {
            packs.lockPublishing(); // so that nobody writes meanwhile
            here.overran(overrun("moment"));
            assertThat(here.justHeld("moment@1.0.0")).hasValueSatisfying(held -> {
                assertThat(held.since()).isBeforeOrEqualTo(time.now());
                assertThat(held.rule()).isEqualTo("JOIN-1");
            });
            pack("moment")
                    .body("quarantine.since", notNullValue())
                    .body("quarantine.rule", equalTo("JOIN-1"))
                    .body("quarantine.mode", equalTo("observe"))
                    .body("quarantine.amount", equalTo(219_600));
        });

        release(TestKeys.bearer(Roles.APPROVER), "moment", "{\"why\": \"It was one odd call.\"}")
                .statusCode(200)
                .body("quarantine", nullValue());
        assertThat(rows("moment")).isEqualTo(2);
    }

    @Test
    void readiness_and_figures_tell_of_it_while_the_server_stays_ready() {
        publish("told");
        here.overran(overrun("told"));

        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'ruleset' }.data.quarantined", containsString("told@1.0.0"));
        given().header("Authorization", TestKeys.bearer(Roles.ADMIN))
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("douane_packs_quarantined "));
    }

    @Test
    void only_an_approver_releases_what_is_held_and_says_why() {
        publish("free");

        release(TestKeys.bearer(Roles.APPROVER), "free", "{\"why\": \"It is slow.\"}")
                .statusCode(409)
                .body("type", endsWith("/conflict"))
                .body("detail", equalTo("pack (free@1.0.0) is in no quarantine."));
        release(TestKeys.bearer(Roles.APPROVER), "nobodys", "{\"why\": \"It is slow.\"}")
                .statusCode(404);
        release(TestKeys.bearer(Roles.APPROVER), "free", "{}")
                .statusCode(400)
                .body("violations.pointer", hasItem("/why"));
        release(TestKeys.bearer(Roles.AUTHOR), "free", "{\"why\": \"It is slow.\"}")
                .statusCode(403);
    }
}
