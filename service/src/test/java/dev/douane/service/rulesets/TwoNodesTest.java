package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.packs.PackQuarantine;
import dev.douane.service.packs.Packs;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that share a database decide under the same ruleset; one that cannot says so and goes on under the one before. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class TwoNodesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    ActiveRuleset here;

    @Inject
    Rulesets rulesets;

    @Inject
    Packs packs;

    @Inject
    PackQuarantine quarantine;

    @Inject
    RuleCompiler compiler;

    @Inject
    PackWorkers proving;

    @Inject
    RulesetsConfig config;

    @Inject
    DataSource database;

    private final ActiveRuleset there = new ActiveRuleset();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicBoolean withoutWorker = new AtomicBoolean();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private RulesetKeeper other;

    /** Another node's compiler, which the test can break. */
    private CompiledRules compile(Ruleset ruleset) throws PackException {
        if (broken.get()) {
            throw new PackException(ruleset.toString(), List.of(PackProblem.in("", "this node is out of luck")));
        }
        if (withoutWorker.get()) {
            throw ProblemException.retryAfter(
                    ProblemType.UNAVAILABLE, "Nobody is there to read packs.", Duration.ofSeconds(10));
        }
        return compiler.compile(ruleset);
    }

    @BeforeEach
    void start() throws PackException {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .until(() -> here.current().isPresent());
        now.set(Instant.now());
        var time = new TimeSource() {
            @Override
            public Instant now() {
                return now.get();
            }
        };
        other = new RulesetKeeper(there, rulesets, packs, quarantine, this::compile, proving, config, time, database);
        other.begin();
    }

    @AfterEach
    void stop() {
        other.stop();
    }

    /** Publishes a pack and puts it in force alone. */
    private static int activate(String name) {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(PackArchive.of(name, "1.0.0", name.toUpperCase(java.util.Locale.ROOT))
                        .zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);
        int number = given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/json")
                .body("{\"title\": \"x\", \"why\": \"x\", \"packs\": [{\"name\": \"%s\", \"version\": \"1.0.0\"}]}"
                        .formatted(name))
                .post("/v1/rulesets")
                .then()
                .statusCode(201)
                .extract()
                .path("number");
        change("/v1/rulesets/" + number + "/approve");
        change("/v1/rulesets/" + number + "/activate");
        return number;
    }

    private static void change(String path) {
        given().header("Authorization", TestKeys.bearer(Roles.APPROVER))
                .contentType("application/json")
                .body("{\"why\": \"test\"}")
                .post(path)
                .then()
                .statusCode(200);
    }

    private static int number(ActiveRuleset node) {
        return node.current().map(inForce -> inForce.ref().number()).orElse(0);
    }

    @Test
    void what_one_node_is_told_all_follow_without_being_asked() {
        var number = activate("alpha");
        var told = System.nanoTime();

        Awaitility.await().atMost(PATIENCE).until(() -> number(here) == number && number(there) == number);
        System.out.printf("both nodes followed within %d ms%n", (System.nanoTime() - told) / 1_000_000);
        assertThat(there.current().orElseThrow().ref())
                .isEqualTo(here.current().orElseThrow().ref());
    }

    @Test
    void a_node_that_cannot_compile_goes_on_says_so_and_tries_again() {
        var before = number(there);
        broken.set(true);
        var number = activate("beta");

        Awaitility.await().atMost(PATIENCE).until(() -> number(here) == number);
        other.catchUp();

        assertThat(number(there)).isEqualTo(before);
        assertThat(there.behind()).contains("this node is out of luck");

        broken.set(false);
        other.catchUp();
        assertThat(number(there)).as("not before its time").isEqualTo(before);
        now.set(now.get().plusSeconds(6));
        other.catchUp();
        assertThat(number(there)).isEqualTo(number);
        assertThat(there.behind()).isEmpty();
    }

    /** Each time after the same wait: nothing is known against the ruleset. */
    @Test
    void what_a_node_lacks_is_not_held_against_the_ruleset() {
        var before = number(there);
        withoutWorker.set(true);
        var number = activate("gamma");
        Awaitility.await().atMost(PATIENCE).until(() -> number(here) == number);

        for (int i = 0; i < 5; i++) {
            other.catchUp();
            assertThat(number(there)).isEqualTo(before);
            assertThat(there.behind()).isEqualTo("Nobody is there to read packs.");
            now.set(now.get().plusSeconds(11));
        }
        withoutWorker.set(false);
        other.catchUp();
        assertThat(number(there)).isEqualTo(number);
        assertThat(there.behind()).isEmpty();
    }

    @Test
    void readiness_says_that_a_node_is_behind_while_it_stays_ready() {
        there.behind("It cannot be compiled here.");

        var answer = new RulesetHealth(there, quarantine, new TimeSource()).call();

        assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(answer.getData().orElseThrow()).containsEntry("behind", "It cannot be compiled here.");
        given().header("Authorization", TestKeys.bearer(Roles.ADMIN))
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("douane_ruleset_number"), containsString("douane_ruleset_behind 0.0"));
    }
}
