package dev.douane.service.platform.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.identity.ApiKeys;
import dev.douane.service.identity.Reach;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.PostgresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of many lines break off when the key that asked is revoked, and what was taken for them is free again. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class RevokedAmidAnswerTest {
    /** Whose lines are several times what the system takes for a reader who does not read. */
    private static final int DECISIONS = 6_000;

    private static final int PER_BATCH = 100;

    private static final String CALL = """
            {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800},
             "caller": {"product": "search", "workflow": "query-rewrite"},
             "data": {"classes": ["public"]}, "options": {"explain": "full"}}""";

    @Inject
    ApiKeys keys;

    @Inject
    Intake intake;

    @Inject
    LimitsConfig limits;

    @Inject
    MeterRegistry metrics;

    @Inject
    OwnerDatabase owner;

    @BeforeEach
    void ready() {
        await().pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(3))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private ApiKeys.NewKey auditor() {
        var roles = new TreeSet<>(Set.of(Roles.AUDITOR));
        return keys.create(
                new ApiKeys.Wanted("test of a revocation", null, roles, null, Reach.UNLIMITED, null), "test");
    }

    private static void decide(int calls) {
        given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"calls\": [%s%s]}".formatted(CALL, ("," + CALL).repeat(calls - 1)))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200);
    }

    private static ByHand asked(String path, ApiKeys.NewKey key) {
        return ByHand.connected(RestAssured.port, 64 << 10).send("""
                GET %s HTTP/1.1
                Host: douane
                Authorization: Bearer %s
                Accept: application/x-ndjson
                Connection: close

                """.formatted(path, key.secret()));
    }

    private double underWay() {
        return metrics.get("douane.exports").gauge().value();
    }

    private void nothingIsTaken(ApiKeys.NewKey by) {
        await().untilAsserted(() -> assertThat(underWay()).isZero());
        var all = new ArrayList<Taken>();
        try {
            for (int share = 0; share < limits.exportsPerKey(); share++) {
                all.add(intake.takeExport(by.key().id())); // refused where one is still taken
            }
        } finally {
            all.forEach(Taken::close);
        }
    }

    @Test
    void an_export_has_no_end_and_gives_back_its_share() {
        for (int decided = 0; decided < DECISIONS; decided += PER_BATCH) {
            decide(PER_BATCH);
        }
        var key = auditor();
        try (var export = asked("/v1/decisions", key)) {
            assertThat(export.isAnswered()).isTrue();
            assertThat(underWay()).as("it waits for its reader").isOne();

            keys.revoke(key.key().id(), "test");

            assertThat(export.isCutOff()).isTrue();
        }
        nothingIsTaken(key);
    }

    /** Its lines are few. What it asks behind the decisions is kept from it meanwhile. */
    @Test
    void a_check_of_the_log_has_no_end_and_gives_back_its_share() throws SQLException {
        decide(1);
        var key = auditor();
        try (var locking = owner.source().getConnection();
                var lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            lock.execute("lock table decision_month_dropped in access exclusive mode");
            try (var check = asked("/v1/log/check", key)) {
                assertThat(check.isAnswered()).isTrue();
                assertThat(underWay()).as("it waits for the holds").isOne();

                keys.revoke(key.key().id(), "test");
                locking.rollback();

                assertThat(check.isCutOff()).isTrue();
            }
        }
        nothingIsTaken(key);
    }

    @Test
    void with_a_key_that_stays_both_come_to_their_end() {
        decide(PER_BATCH); // what is shorter than a buffer has a length instead of chunks
        for (var path : List.of("/v1/decisions", "/v1/log/check")) {
            var key = auditor();
            try (var answer = asked(path, key)) {
                assertThat(answer.isAnswered()).isTrue();
                assertThat(answer.isCutOff()).as(path).isFalse();
            }
            nothingIsTaken(key);
        }
    }
}
