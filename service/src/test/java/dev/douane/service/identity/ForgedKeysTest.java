package dev.douane.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.limits.SmallLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that nobody made are refused without the database, and nobody's real one waits for that. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(SmallLimits.class)
class ForgedKeysTest {
    private static final int FORGED = 400;

    @Inject
    MeterRegistry metrics;

    @Inject
    KnownIds ids;

    @BeforeEach
    void know() {
        ids.read();
    }

    private double lookUps() {
        return metrics.get("douane.key.lookups").counter().count();
    }

    private static int ping(String bearer) {
        return given().header("Authorization", bearer).get("/v1/ping").statusCode();
    }

    private static void isRefused() {
        assertThat(ping("Bearer " + KeyToken.generate().secretText())).isEqualTo(401);
    }

    @Test
    void forged_keys_are_looked_up_no_more_than_so_often() {
        var before = lookUps();
        for (int i = 0; i < FORGED / 2; i++) {
            isRefused();
        }
        var neverSeen = TestKeys.gateway(null).bearer();
        assertThat(ping(neverSeen)).isEqualTo(200);
        for (int i = 0; i < FORGED / 2; i++) {
            isRefused();
        }
        assertThat(lookUps() - before).isLessThan(FORGED / 2.0);
        assertThat(metrics.get("douane.refused")
                        .tag("limit", "unknown-keys-per-second")
                        .counter()
                        .count())
                .isGreaterThan(FORGED / 2.0);
    }

    @Test
    void a_key_that_is_known_to_be_one_is_looked_up_whatever_the_flood() {
        for (int i = 0; i < FORGED; i++) {
            isRefused();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(ping(TestKeys.gateway(null).bearer())).isEqualTo(200);
        }
    }
}
