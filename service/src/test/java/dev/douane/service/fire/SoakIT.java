package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.platform.PackagedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server with the limits it is shipped with, attacked in every way they are for at once, beside a gateway that asks 200 times a second. The build's run is
 * short; docs/operators/faults.md has the long one.
 */
class SoakIT {
    private static final Duration LENGTH = Duration.parse(System.getProperty("douane.soak.length", "PT1M"));
    private static final Duration QUIET = Duration.parse(System.getProperty("douane.soak.quiet", "PT10S"));
    private static final int RATE = Integer.getInteger("douane.soak.rate", 200);

    /** Shorter than usual, so that holds expire during most of the run, and none before the attack. */
    private static final String HOLD_TTL = QUIET.multipliedBy(3).toString();

    /** How many times as long 99 of 100 calls may take under attack as without; none: the build's machine is not quiet. */
    private static final int SLOWER = Integer.getInteger("douane.soak.slower", Integer.MAX_VALUE);

    /** What a heap may have more of afterwards: accounts and keys that are remembered, and what the JVM keeps for itself. */
    private static final double MORE = 48 << 20;

    @TempDir
    static Path folder;

    private static PackagedServer server;

    @BeforeAll
    static void start() {
        var settings = new HashMap<String, String>();
        settings.put("DOUANE_DECISIONS_DEADLINE", "PT20S");
        settings.put("DOUANE_LEDGER_REQUEST_DEADLINE", "PT20S");
        settings.put("DOUANE_LEDGER_HOLD_TTL", HOLD_TTL); // nobody settles here: as many holds expire as are made
        settings.put("JAVA_TOOL_OPTIONS", "-XX:+ExitOnOutOfMemoryError");
        server = PackagedServer.launchToLast(folder, settings);
        server.awaitReady();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void budget(String name, String scope) throws IOException, InterruptedException {
        var made = server.post("/v1/budgets", """
                {"name": "%s", "owner": "P&L", "amount": "100000.00", "currency": "USD", "scope": %s,
                 "period": {"unit": "month"}}""".formatted(name, scope));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private static double refused(String limit) throws IOException, InterruptedException {
        return server.figure("douane_refused_total{limit=\"%s\"}".formatted(limit));
    }

    /** Bytes of the heap that live, after a collection of all of it. */
    private static double alive() throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var collected = new ProcessBuilder(jcmd, Long.toString(server.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start()
                .waitFor();
        assertThat(collected).isZero();
        return server.figure("jvm_memory_used_bytes{area=\"heap\"");
    }

    @Test
    void whoever_attacks_no_decision_is_lost_and_everything_is_as_before_afterwards() throws Exception {
        budget("all", "{}");
        budget("seats", "{\"user\": \"each\"}");
        var honest = new SteadyGateway(server.port(), server.key("gateway"), RATE);
        var auditor = server.key("auditor");
        var gateway = server.key("gateway");
        honest.ask(QUIET);
        var before = alive();
        var quiet = honest.ask(QUIET);

        long attacked;
        long attacks;
        try (var attackers = AttackersProcess.attack(server.port(), auditor, gateway)) {
            attacked = honest.ask(LENGTH);
            attacks = attackers.stop();
        }

        System.out.printf(
                "soak: %s of %d attacks beside %d decisions a second: 99 of 100 within %.1f ms, %.1f ms without%n",
                LENGTH, attacks, RATE, attacked / 1e6, quiet / 1e6);
        assertThat(honest.unexpected).isEmpty();
        assertThat(honest.inTheLog(server)).isEqualTo(honest.answered.size());
        for (var limit : List.of(
                "exports-per-key",
                "body-bytes-per-key",
                "head-deadline",
                "body-deadline",
                "requests-per-connection",
                "unknown-keys-per-second")) {
            assertThat(refused(limit)).as(limit).isPositive();
        }
        assertThat(server.get("/v1/ledger/check").body()).contains("\"equal\":true");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(server.figure("douane_exports")).isZero();
            assertThat(server.figure("douane_body_bytes")).isZero();
            assertThat(server.figure("douane_unsent_bytes")).isZero();
            assertThat(server.figure("douane_connections")).isLessThan(100);
        });
        assertThat(alive()).isLessThan(before + MORE);
        assertThat(server.output()).doesNotContain("java.lang.OutOfMemoryError").doesNotContain(" ERROR ");
        assertThat((double) attacked / quiet).isLessThan(SLOWER);
    }
}
