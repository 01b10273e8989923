package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import dev.douane.rules.decide.Settings;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.Packs;
import dev.douane.service.packs.TestPacks;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens to a node when somebody else puts a ruleset in force. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(JustStarted.class)
class ActivationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Numbers that no proposal of another test comes to. */
    private static final int OTHER = 802;

    private static final int NONSENSE = 803;

    private static final List<PackFile> BROKEN =
            List.of(new PackFile("pack.yaml", """
                    name: broken
                    version: 1.0.0
                    concern: cost-tier
                    owners: [finops]
                    title: A pack that got past every check
                    description: It cannot be compiled.
                    """), new PackFile("rules/broken.drl", """
                    rule "Nonsense"
                        @id("BROKEN-001")
                        @reason("Nobody knows.")
                    when
                        Workload(colour == "blue")
                    then
                        decision.capTier("economy");
                    end
                    """));

    @Inject
    ActiveRuleset active;

    @Inject
    RulesetKeeper keeper;

    @Inject
    Rulesets rulesets;

    @Inject
    Packs packs;

    @Inject
    DataSource database;

    @Test
    void what_people_activate_is_followed_and_kept_and_can_be_rolled_back() throws SQLException, PackException {
        Awaitility.await().atMost(PATIENCE).until(() -> number() == 1);
        insert(OTHER, "Europe/Paris", "cost-tier", "observe");

        activate(OTHER);
        Awaitility.await().atMost(PATIENCE).until(() -> number() == OTHER);
        assertThat(active.current().orElseThrow().settings().defaultMaxOutputTokens())
                .isEqualTo(1000);
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/rulesets/current")
                .then()
                .body("number", equalTo(OTHER))
                .body("packs.name", contains("cost-tier"))
                .body("packs.mode", contains("observe"))
                .body("settings.zone", equalTo("Europe/Paris"))
                .body("activatedBy", equalTo("approver"));

        rulesets.activateGiven(packs.publishGiven(pack -> {}), Settings.DEFAULT);
        assertThat(rulesets.inForce().orElseThrow().ref().number()).isEqualTo(OTHER);

        activate(1);
        Awaitility.await().atMost(PATIENCE).until(() -> number() == 1);
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/rulesets?limit=1")
                .then()
                .body("rulesets.size()", equalTo(1))
                .body("next", notNullValue());
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/rulesets")
                .then()
                .body("rulesets.number", hasItems(OTHER, 1))
                .body("rulesets.find { it.number == %d }.createdBy".formatted(OTHER), equalTo("author"));
    }

    @Test
    void a_ruleset_that_cannot_be_compiled_leaves_the_one_before_in_force() throws SQLException, PackException {
        Awaitility.await().atMost(PATIENCE).until(() -> number() == 1);
        var before = number();
        TestPacks.publishUnseen(PackReader.of("broken", BROKEN));
        insert(NONSENSE, "UTC", "broken", "enforce");

        activate(NONSENSE);
        keeper.catchUp();
        keeper.catchUp();

        assertThat(number()).isEqualTo(before);
        given().get("/q/health/ready").then().body("checks.find { it.name == 'ruleset' }.status", equalTo("UP"));
        activate(before);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> active.held().map(ActiveRuleset.Held::activation).equals(rulesets.lastActivation()));
        assertThat(number()).isEqualTo(before);
    }

    private int number() {
        return active.current().map(inForce -> inForce.ref().number()).orElse(0);
    }

    private void insert(int ruleset, String zone, String pack, String mode) throws SQLException {
        execute("insert into ruleset values (%d, 'sha256:%064d', 1000, '%s', now(), 'author')"
                .formatted(ruleset, ruleset, zone));
        execute("insert into ruleset_pack select %d, name, version, digest, '%s' from pack_version where name = '%s'"
                .formatted(ruleset, mode, pack));
    }

    private void activate(int ruleset) throws SQLException {
        execute("insert into ruleset_activation (ruleset, activated_at, activated_by) values (%d, now(), 'approver')"
                .formatted(ruleset));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
