package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two servers under load, whose database becomes slow, unreachable, silent or locked by a stranger. Every answer is a decision or a 503 that
 * says when to come again, within a bounded time; nothing is half-written; and all is well again when the trouble is over.
 */
@BesideOthers
class DatabaseTroubleIT {
    private static final int GATEWAYS = Integer.getInteger("douane.fire.gateways", 12);
    private static final int REFUSALS = 2 * GATEWAYS;
    private static final int ENOUGH = 50;

    /** Until servers and gateways have run every path often enough to be as quick as they get: cold ones are slow, and that is no fault tried here. */
    private static final int WARM = 400;

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /**
     * What an answer may take beyond its deadline: the key is looked up before, and the machine may be a busy one. The long run, on a machine
     * of its own, takes 1 500 ms; an answer that has no end at all is seen with either.
     */
    private static final Duration BEYOND = Duration.ofMillis(Integer.getInteger("douane.fire.beyond-ms", 10_000));

    @TempDir
    static Path folder;

    private static House house;

    @BeforeAll
    static void open() throws Exception {
        house = House.of(
                2,
                folder,
                Map.of(
                        "DOUANE_DECISIONS_DEADLINE",
                        DEADLINE.toString(),
                        "DOUANE_LEDGER_REQUEST_DEADLINE",
                        DEADLINE.toString()));
        house.budget(0, "all", "{}", "100000.00");
        house.budget(0, "seat", "{\"user\": \"each\"}", "3.00");
        try (var gateways = gateways()) {
            gateways.start(GATEWAYS, 1);
            await(gateways).until(() -> gateways.answers() >= WARM);
            gateways.stop();
        }
    }

    private static Gateways gateways() {
        return new Gateways(
                List.of(house.balancer().port()),
                house.key(),
                random -> World.question("acme", "u" + random.nextInt(20), 50 + random.nextInt(950)));
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    /** What goes wrong, and how it ends. */
    private interface Trouble {
        void during(Gateways gateways) throws Exception;
    }

    private static void withstood(String what, Trouble trouble) throws Exception {
        var books = new Books(house);
        try (var gateways = gateways()) {
            gateways.start(GATEWAYS, what.hashCode());
            awaitDecisions(gateways);
            trouble.during(gateways);
            awaitDecisions(gateways);
            gateways.stop();
            gateways.askAgain();

            assertThat(gateways.brokenOff.get())
                    .as("without an answer within half a minute: %s", gateways)
                    .isZero();
            assertThat(gateways.slowest503()).as(gateways::toString).isLessThanOrEqualTo(DEADLINE.plus(BEYOND));
            books.agreeWith(gateways);
            System.out.printf("%s: %s%n", what, gateways);
        }
    }

    private static void awaitDecisions(Gateways gateways) {
        var enough = gateways.answers() + ENOUGH;
        await(gateways).until(() -> gateways.answers() >= enough);
    }

    private static void awaitRefusals(Gateways gateways) {
        var enough = gateways.statuses(503) + REFUSALS;
        await(gateways).until(() -> gateways.statuses(503) >= enough);
    }

    private static org.awaitility.core.ConditionFactory await(Gateways gateways) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .failFast("unexpected answers", () -> !gateways.unexpected.isEmpty());
    }

    @Test
    void a_database_that_takes_a_while_is_waited_for() throws Exception {
        withstood("20 ms more a round trip", gateways -> {
            house.wire().delay(Duration.ofMillis(20));
            awaitDecisions(gateways);
            house.wire().delay(Duration.ZERO);
        });
    }

    @Test
    void a_database_that_is_too_slow_is_a_503_in_time() throws Exception {
        withstood("1.5 s more a round trip", gateways -> {
            house.wire().delay(Duration.ofMillis(1_500));
            awaitRefusals(gateways);
            house.wire().delay(Duration.ZERO);
        });
    }

    @Test
    void connections_that_are_cut_are_made_anew() throws Exception {
        withstood("connections cut ten times", gateways -> {
            for (var round = 0; round < 10; round++) {
                house.wire().cut();
                awaitDecisions(gateways);
            }
        });
    }

    @Test
    void a_database_that_cannot_be_reached_is_a_503_in_time() throws Exception {
        withstood("connections cut and refused", gateways -> {
            house.wire().refuse(true);
            house.wire().cut();
            awaitRefusals(gateways);
            await(gateways).until(() -> house.node(0).status("/q/health/ready") == 503);
            house.wire().refuse(false);
        });
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> house.node(0).status("/q/health/ready") == 200);
    }

    @Test
    void a_database_that_says_nothing_any_more_is_a_503_in_time() throws Exception {
        withstood("a silent wire", gateways -> {
            house.wire().silent(true);
            awaitRefusals(gateways);
            house.wire().silent(false);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock table budget_account in exclusive mode",
                "lock table decision in access exclusive mode",
                "select id from budget_account order by id for update", // in the ledger's order: no deadlock
                "lock table hold in access exclusive mode"
            })
    void a_lock_that_a_stranger_sits_on_is_a_503_in_time(String lock) throws Exception {
        withstood(lock, gateways -> {
            try (var stranger = house.postmaster().database().getConnection()) {
                stranger.setAutoCommit(false);
                take(stranger, lock);
                awaitRefusals(gateways);
                stranger.rollback();
            }
        });
    }

    private static void take(java.sql.Connection stranger, String lock) throws SQLException {
        try (var statement = stranger.createStatement()) {
            statement.execute(lock);
        }
    }
}
