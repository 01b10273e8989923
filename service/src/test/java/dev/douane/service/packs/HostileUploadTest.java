package dev.douane.service.packs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.decisions.FourRungs;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.packworker.TestPackWorkers;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an upload costs that never comes to an end: its author an answer, and nobody else anything. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(FourRungs.class) // an impatient one
class HostileUploadTest {
    private static ValidatableResponse publish(byte[] zip) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType(PacksResource.ZIP)
                .body(zip)
                .post("/v1/packs")
                .then();
    }

    private static int decide() {
        return given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                .contentType("application/json")
                .body("{\"call\": {\"model\": \"small\", \"inputTokens\": 1}}")
                .post("/v1/decisions")
                .statusCode();
    }

    private static ValidatableResponse refusedWhileCallsAreDecided(byte[] pack) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> decide() == 200);
        var refused = CompletableFuture.supplyAsync(() -> publish(pack));
        do {
            assertThat(decide()).isEqualTo(200);
        } while (!refused.isDone());
        return refused.join().statusCode(422).body("type", endsWith("/pack-rejected"));
    }

    @Test
    void a_pack_that_takes_too_much_is_refused_with_the_limit_while_calls_are_decided() {
        var pack = PackArchive.of("endless", "1.0.0", "ENDLESS-1").zip();

        refusedWhileCallsAreDecided(pack)
                .body("detail", equalTo("The archive has 1 problem."))
                .body(
                        "violations[0].message",
                        equalTo("takes more than PT0.001S of processor time to read (douane.worker.deadline)"));
        assertThat(decide()).isEqualTo(200);
        given().header("Authorization", TestKeys.bearer(Roles.METRICS))
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("douane_worker_jobs_seconds_count{job=\"read\",outcome=\"time\"} 1.0"))
                .body(containsString("douane_worker_failures_total{why=\"time\"} 1.0"))
                .body(containsString("douane_worker_failures_total{why=\"broken\"} 0.0"))
                .body(containsString("douane_worker_resident_bytes "));
    }

    /** Half a million values in a file of a megabyte: each is a node, and a place to be told where it is wrong. */
    @Test
    void a_pack_that_takes_too_much_memory_is_refused_with_the_limit_while_calls_are_decided() {
        try (var little = TestPackWorkers.withHeap(64)) {
            QuarkusMock.installMockForType(little.proving(), PackWorkers.class);
            var pack = PackArchive.of("values", "1.0.0", "values").with("tests/values.yaml", values());

            refusedWhileCallsAreDecided(pack.zip())
                    .body("detail", equalTo("values@1.0.0 has 1 problem."))
                    .body(
                            "violations[0].message",
                            equalTo("takes more than 64 MiB of memory to prove (douane.worker.heap)"));
            assertThat(decide()).isEqualTo(200);
        }
    }

    /** In no order, or an archive that packs it so well would be refused unread. */
    private static String values() {
        var random = new Random(16);
        var letters = IntStream.range(0, 524_000)
                .mapToObj(i -> String.valueOf((char) ('a' + random.nextInt(8))))
                .collect(Collectors.joining(","));
        return "values: [" + letters + "]\n";
    }
}
