package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many gateways, three servers, one budget: exactly what fits gets through. */
class OneBudgetIT {
    private static final int GATEWAYS = 64;
    private static final int CALLS_EACH = Integer.getInteger("douane.fire.calls-each", 25);
    private static final int FITTING = GATEWAYS * CALLS_EACH * 2 / 5;
    private static final int TOKENS = 1_000;

    /** A second on a quiet machine, where the long run asks for three; the build's is not quiet. */
    private static final Duration SOON = Duration.ofMillis(Integer.getInteger("douane.fire.soon-ms", 20_000));

    @TempDir
    static Path folder;

    private static House house;

    @BeforeAll
    static void open() {
        house = House.of(3, folder, Map.of("DOUANE_DECISIONS_DEADLINE", "PT20S"));
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    void on_one_node_exactly_as_many_calls_pass_as_the_budget_fits() throws Exception {
        exactlyWhatFitsPasses("one-node", List.of(house.node(0).port()));
    }

    @Test
    void on_three_nodes_exactly_as_many_calls_pass_as_the_budget_fits() throws Exception {
        exactlyWhatFitsPasses(
                "three-nodes",
                IntStream.range(0, house.size())
                        .mapToObj(number -> house.node(number).port())
                        .toList());
    }

    private static void exactlyWhatFitsPasses(String organisation, List<Integer> doors) throws Exception {
        house.budget(0, organisation, scope(organisation), "%d.%03d".formatted(FITTING / 1000, FITTING % 1000));
        awaitEverywhere(organisation, Duration.ofSeconds(30));
        try (var observer = new Observer(house);
                var gateways = new Gateways(
                        doors, house.key(), random -> World.question(organisation, "u" + random.nextInt(9), TOKENS))) {
            gateways.askEach(GATEWAYS, CALLS_EACH);

            assertThat(gateways.unexpected).isEmpty();
            assertThat(gateways.answers()).as(gateways::toString).isEqualTo(GATEWAYS * CALLS_EACH);
            assertThat(gateways.verdicts("allow")).as(gateways::toString).isEqualTo(FITTING);
            assertThat(gateways.verdicts("deny")).isEqualTo(GATEWAYS * CALLS_EACH - FITTING);
            System.out.printf(
                    "one budget, %d gateways, %d node(s): %d of %d calls fit, %d passed; %s; %s%n",
                    GATEWAYS,
                    doors.size(),
                    FITTING,
                    GATEWAYS * CALLS_EACH,
                    gateways.verdicts("allow"),
                    observer.sawNothingPastItsLimit(FITTING / GATEWAYS),
                    gateways);
        }
        new Books(house).everythingAddsUp();
    }

    @Test
    void a_budget_made_on_one_node_counts_on_the_others_soon_after() throws Exception {
        var began = System.nanoTime();
        house.budget(1, "new-here", scope("new-here"), "0.001");
        awaitEverywhere("new-here", SOON);
        System.out.printf("a new budget counted on all nodes after %d ms%n", (System.nanoTime() - began) / 1_000_000);

        assertThat(house.node(0)
                        .post("/v1/decisions", World.question("new-here", "u", TOKENS))
                        .body())
                .contains("\"verdict\":\"allow\"");
        assertThat(house.node(2)
                        .post("/v1/decisions", World.question("new-here", "u", TOKENS))
                        .body())
                .contains("\"verdict\":\"deny\"");
    }

    /** A question that is too dear for the budget is denied from the moment it is known. */
    private static void awaitEverywhere(String organisation, Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        for (var number = 0; number < house.size(); number++) {
            var node = house.node(number);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofNanos(Math.max(1, until - System.nanoTime())))
                    .until(() -> node.post("/v1/decisions", asked(organisation))
                            .body()
                            .contains("\"name\":\"" + organisation));
        }
    }

    private static String asked(String organisation) {
        return World.question(organisation, "u", TOKENS).replaceFirst("\\{", "{\"options\": {\"mode\": \"advise\"}, ");
    }

    private static String scope(String organisation) {
        return "{\"organisation\": \"%s\"}".formatted(organisation);
    }
}
