package dev.douane.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.budgets.Budgets;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.ledger.DueHolds;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import dev.douane.service.usage.OutputLengths;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the server answers and records is, byte for byte, what it answered and recorded before, but for what is drawn at random ({@link Names}): one caller asks, one request after the other, by a clock that the test sets.
 *
 * <p>The first fifth in every run, all of it with {@code -Ddouane.test.times=5}. {@code -Ddouane.traffic.write=true} records anew: read the difference, and name it in the commit.
 */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(AtAFixedTime.class)
class RecordedTrafficTest {
    private static final Golden GOLDEN = new Golden(Path.of("src", "test", "resources", "recorded-traffic"));
    private static final int TIMES = Integer.getInteger("douane.test.times", 1);

    /** Longer than a request takes by no means: only its order counts. */
    private static final Duration A_REQUEST = Duration.ofMillis(10);

    /** After so many requests a minute passes, with all that happens by itself in it. */
    private static final int A_MINUTE = 100;

    @Inject
    SettableTime time;

    @Inject
    Budgets budgets;

    @Inject
    OutputLengths lengths;

    @TestHTTPResource("/")
    URI server;

    @BeforeEach
    void ready() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(3))
                .until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void recorded_traffic_is_answered_as_it_was() throws Exception {
        var writes = Boolean.getBoolean("douane.traffic.write") || !GOLDEN.isThere();
        var asked = ArbitraryTraffic.first(
                writes ? ArbitraryTraffic.ALL : Math.min(ArbitraryTraffic.ALL, Golden.FIFTH * TIMES));

        var given = play(asked);

        if (writes) {
            GOLDEN.write(asked, given);
            Assumptions.abort("recorded anew, so nothing was compared: read the difference");
        }
        compare(asked, given);
    }

    private List<Given> play(List<Asked> asked) throws IOException, InterruptedException, SQLException {
        var names = new Names();
        names.nameText(TestKeys.id(Roles.GATEWAY, Roles.AUDITOR, Roles.FINOPS), "the-key");
        try (var gateway = new Gateway(server, TestKeys.bearer(Roles.GATEWAY, Roles.AUDITOR, Roles.FINOPS), names)) {
            new BoundBudgets(names).make(time.now());
            budgets.reload();
            var given = new ArrayList<Given>();
            for (var each : asked) {
                time.set(time.now().plus(A_REQUEST));
                given.add(gateway.ask(each));
                if (each.number() % A_MINUTE == 0) {
                    aMinutePasses();
                }
            }
            return given;
        }
    }

    private void aMinutePasses() throws SQLException {
        time.set(time.now().plus(Duration.ofMinutes(1)));
        lengths.exchange();
        DueHolds.expire();
        budgets.reload();
    }

    private static void compare(List<Asked> asked, List<Given> given) throws IOException {
        var recorded = GOLDEN.lines();
        assertThat(recorded).hasSize(ArbitraryTraffic.ALL);
        var different = new ArrayList<Integer>();
        for (int i = 0; i < asked.size(); i++) {
            if (!given.get(i).line(asked.get(i)).equals(recorded.get(i))) {
                different.add(i);
            }
        }
        if (!different.isEmpty()) {
            var first = different.getFirst();
            throw new AssertionError("""
                    %d of %d requests are answered or recorded otherwise than they were. The first of them:

                    %s

                    was   %s
                    is    %s

                    %s

                    If that is meant, -Ddouane.traffic.write=true records anew.""".formatted(
                            different.size(),
                            asked.size(),
                            asked.get(first).text(),
                            recorded.get(first),
                            given.get(first).line(asked.get(first)),
                            given.get(first).text()));
        }
    }
}
