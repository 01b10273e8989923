package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers behind a balancer, under load: one of them, or their database, gets {@code kill -9}, again and again. Nobody is told anything
 * afterwards that is not so.
 */
class KilledIT {
    private static final int ROUNDS = Integer.getInteger("douane.fire.rounds", 2);
    private static final int GATEWAYS = Integer.getInteger("douane.fire.gateways", 12);
    private static final int LEAST_ANSWERS = 100;

    @TempDir
    static Path folder;

    private static House house;

    private final Random random = new Random(20261122);

    @BeforeAll
    static void open() throws Exception {
        house = House.of(
                3, folder, Map.of("DOUANE_DECISIONS_DEADLINE", "PT20S", "DOUANE_LEDGER_REQUEST_DEADLINE", "PT20S"));
        house.budget(0, "all", "{}", "100000.00");
        house.budget(0, "seat", "{\"user\": \"each\"}", "3.00");
        house.budget(0, "tight", "{\"organisation\": \"acme\"}", "0.50"); // less than a few thousand answers ask for
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    private static Gateways gateways(int door) {
        return new Gateways(
                List.of(door),
                house.key(),
                random -> World.question(
                        random.nextBoolean() ? "acme" : "other",
                        "u" + random.nextInt(20),
                        Gateways.LEAST_HELD + random.nextInt(950)));
    }

    @Test
    void a_killed_node_takes_its_requests_under_way_with_it_and_nothing_else() throws Exception {
        var books = new Books(house);
        try (var observer = new Observer(house);
                var gateways = gateways(house.balancer().port())) {
            gateways.start(GATEWAYS, random.nextLong());
            var mayBreak = 0; // one request on each connection that had not ended when the node was killed
            for (var round = 0; round < ROUNDS; round++) {
                var victim = round % house.size();
                awaitMore(gateways, LEAST_ANSWERS + random.nextInt(LEAST_ANSWERS));
                var port = house.node(victim).port();
                var endedBefore = house.balancer().endedTo(port);
                house.node(victim).kill();
                awaitMore(gateways, LEAST_ANSWERS);
                mayBreak += house.balancer().begunTo(port) - endedBefore;
                house.startAgain(victim);
            }
            gateways.stop();
            gateways.askAgain();

            assertThat(gateways.brokenOff.get()).as(gateways::toString).isLessThanOrEqualTo(mayBreak);
            assertThat(gateways.statuses(503)).as(gateways::toString).isZero();
            books.agreeWith(gateways);
            System.out.printf(
                    "kill -9 of a node: %d rounds; %s; %s%n",
                    ROUNDS, observer.sawNothingPastItsLimit(gateways.held() / GATEWAYS), gateways);
        }
    }

    @Test
    void a_killed_database_comes_back_with_everything_that_was_answered() throws Exception {
        var books = new Books(house);
        try (var observer = new Observer(house);
                var gateways = gateways(house.balancer().port())) {
            gateways.start(GATEWAYS, random.nextLong());
            for (var round = 0; round < ROUNDS; round++) {
                awaitMore(gateways, LEAST_ANSWERS + random.nextInt(4 * LEAST_ANSWERS));
                house.postmaster().kill();
                house.postmaster().start();
            }
            awaitMore(gateways, LEAST_ANSWERS);
            gateways.stop();
            gateways.askAgain();

            books.agreeWith(gateways);
            System.out.printf(
                    "kill -9 of the database: %d rounds; %s; %s%n",
                    ROUNDS, observer.sawNothingPastItsLimit(gateways.held() / GATEWAYS), gateways);
        }
    }

    private static void awaitMore(Gateways gateways, int more) {
        var enough = gateways.answers() + more;
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(2))
                .failFast("unexpected answers", () -> !gateways.unexpected.isEmpty())
                .until(() -> gateways.answers() >= enough);
    }
}
