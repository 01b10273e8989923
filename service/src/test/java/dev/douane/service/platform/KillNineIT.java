package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the packaged server in the middle of load, again and again, and counts: whatever was answered is in the log, every account
 * carries exactly what its holds say, and what waited for somebody's approval waits for it still, on the terms it was asked for.
 */
class KillNineIT {
    private static final int ROUNDS = Integer.getInteger("douane.kill-nine.rounds", 2);
    private static final int GATEWAYS = 6;
    private static final int LEAST_ANSWERS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Random random = new Random(20261122);
    private final List<UUID> answered = new ArrayList<>();
    private final List<UUID> voided = new ArrayList<>();
    private int broken;
    private String finops = "";
    private String approver = "";
    private String raised = "";
    private String changed = "";

    @Test
    void every_answered_decision_is_in_the_log_and_no_hold_is_lost_or_counted_twice() throws Exception {
        try (var first = PackagedServer.ready(folder)) {
            budget(first, "all", "{}", "100000.00");
            budget(first, "search", "{\"product\": \"search\"}", "50000.00");
            budget(first, "seat", "{\"user\": \"each\"}", "3.00");
            propose(first);
            first.terminate();
        }
        for (var round = 1; round <= ROUNDS; round++) {
            try (var server = PackagedServer.ready(folder)) {
                verify(server);
                loadAndKill(server, round);
                server.kill();
            }
        }
        try (var server = PackagedServer.ready(folder)) {
            verify(server);
            approve(server);
            System.out.printf(
                    "kill -9: %d rounds, %d decisions answered and all of them in the log, %d of them voided, %d requests broken off, %d decisions, %d holds%n",
                    ROUNDS,
                    answered.size(),
                    voided.size(),
                    broken,
                    number(server, "select count(*) from decision"),
                    number(server, "select count(*) from hold"));
        }
    }

    private void loadAndKill(PackagedServer server, int round) throws Exception {
        var answers = new ConcurrentLinkedQueue<UUID>();
        var voids = new ConcurrentLinkedQueue<UUID>();
        var killed = new AtomicBoolean();
        try (var gateways = Executors.newFixedThreadPool(GATEWAYS)) {
            var running = new ArrayList<Future<Integer>>();
            for (var gateway = 0; gateway < GATEWAYS; gateway++) {
                var seed = random.nextLong();
                running.add(gateways.submit(() -> ask(server, new Random(seed), killed, answers, voids)));
            }
            var enough = LEAST_ANSWERS + random.nextInt(400);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> answers.size() >= enough || running.stream().anyMatch(Future::isDone));
            server.kill();
            killed.set(true);
            for (var gateway : running) {
                broken += gateway.get();
            }
        }
        answered.addAll(answers);
        voided.addAll(voids);
        System.out.printf("kill -9, round %d: %d decisions answered%n", round, answers.size());
    }

    /** Asks until the server is gone; returns how many requests broke off. */
    private static int ask(
            PackagedServer server, Random random, AtomicBoolean killed, Queue<UUID> answers, Queue<UUID> voids)
            throws InterruptedException, IOException {
        while (true) {
            try {
                var answer = server.post("/v1/decisions", question(random));
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
                if (answer.statusCode() == 200) {
                    var id = UUID.fromString(
                            JSON.readTree(answer.body()).path("id").asText());
                    answers.add(id);
                    if (random.nextInt(5) == 0
                            && JSON.readTree(answer.body()).has("hold")
                            && server.post("/v1/decisions/%s/void".formatted(id), "")
                                                    .statusCode()
                                            / 100
                                    == 2) {
                        voids.add(id);
                    }
                }
            } catch (IOException gone) {
                Awaitility.await().atMost(Duration.ofMinutes(1)).untilTrue(killed);
                return 1;
            }
        }
    }

    private static String question(Random random) {
        return """
                {"call": {"model": "gpt-5", "inputTokens": %d, "maxOutputTokens": %d},
                 "caller": {"organisation": "acme", "product": "%s", "team": "t", "workflow": "w%d", "user": "u%d"},
                 "data": {"classes": ["personal"], "subjectLocations": ["DE"]},
                 "workload": {"task": "summarise"}}""".formatted(
                        100 + random.nextInt(5_000),
                        50 + random.nextInt(800),
                        random.nextBoolean() ? "search" : "chat",
                        random.nextInt(5),
                        random.nextInt(20));
    }

    private void verify(PackagedServer server) throws Exception {
        assertThat(missing(server, "select id from decision where id = any(?)", answered))
                .as("answered decisions that are not in the log")
                .isEmpty();
        assertThat(missing(
                        server, "select decision_id from hold where state = 'voided' and decision_id = any(?)", voided))
                .as("acknowledged voids that are not there")
                .isEmpty();
        assertThat(number(server, HOLDS_WITHOUT_DECISION))
                .as("holds without their decision, and the other way round")
                .isZero();
        assertThat(number(server, WRONG_ACCOUNTS))
                .as("accounts that do not carry the sum of their holds")
                .isZero();
        for (var id : answered.subList(Math.max(0, answered.size() - 3), answered.size())) {
            assertThat(server.get("/v1/decisions/" + id).statusCode()).isEqualTo(200);
        }
    }

    private static final String HOLDS_WITHOUT_DECISION = """
            select count(*) from decision d full join hold h on h.decision_id = d.id
            where d.id is null or d.held_nanos is distinct from h.amount_nanos""";

    private static final String WRONG_ACCOUNTS = """
            select count(*) from budget_account a
            where a.held_nanos <> (select coalesce(sum(amount_nanos), 0) from hold where state = 'held' and a.id = any(accounts))
               or a.spent_nanos <> 0""";

    private static List<UUID> missing(PackagedServer server, String query, List<UUID> expected) throws SQLException {
        try (var connection = server.database();
                var statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("uuid", expected.toArray()));
            var missing = new java.util.TreeSet<>(expected);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.remove(rows.getObject(1, UUID.class));
                }
            }
            return List.copyOf(missing);
        }
    }

    private static long number(PackagedServer server, String query) throws SQLException {
        try (var connection = server.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Of two raises that wait, the terms of one are changed before everything stops. */
    private void propose(PackagedServer server) throws Exception {
        finops = key(server, "finops");
        approver = key(server, "approver");
        raised = "/v1/budgets/" + budget(server, "raised", "{\"product\": \"later\"}", "10.00");
        changed = "/v1/budgets/" + budget(server, "changed", "{\"product\": \"never\"}", "10.00");
        assertThat(amend(server, raised, "30.00")).isEqualTo(202);
        assertThat(amend(server, changed, "30.00")).isEqualTo(202);
        assertThat(amend(server, changed, "5.00")).isEqualTo(201);
    }

    private int amend(PackagedServer server, String budget, String amount) throws Exception {
        return server.post(
                        budget + "/amendments",
                        "{\"changes\": {\"amount\": \"%s\"}, \"takesEffect\": \"now\", \"why\": \"as planned\"}"
                                .formatted(amount),
                        finops)
                .statusCode();
    }

    private void approve(PackagedServer server) throws Exception {
        var waiting =
                JSON.readTree(server.get("/v1/budget-proposals?state=proposed").body());
        assertThat(waiting.path("proposals").findValuesAsText("budgetName")).containsExactly("raised");

        assertThat(server.post(raised + "/proposals/1/approve", "{}", approver).statusCode())
                .isEqualTo(200);
        assertThat(amount(server, raised)).isEqualTo("30.00");
        assertThat(server.post(changed + "/proposals/1/approve", "{}", approver).statusCode())
                .isEqualTo(409);
        assertThat(amount(server, changed)).isEqualTo("5.00");
    }

    private static String amount(PackagedServer server, String budget) throws Exception {
        return JSON.readTree(server.get(budget).body()).path("amount").asText();
    }

    private static String key(PackagedServer server, String role) throws Exception {
        var made = server.post(
                "/v1/keys",
                "{\"name\": \"%1$s\", \"holder\": \"holder of %1$s\", \"roles\": [\"%1$s\"]}".formatted(role));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return JSON.readTree(made.body()).path("key").asText();
    }

    /** @return its id */
    private static String budget(PackagedServer server, String name, String scope, String amount) throws Exception {
        var made = server.post("/v1/budgets", """
                {"name": "%s", "owner": "P&L %s", "amount": "%s", "currency": "USD", "scope": %s, "period": {"unit": "month"}}""".formatted(name, name, amount, scope));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return JSON.readTree(made.body()).path("id").asText();
    }
}
