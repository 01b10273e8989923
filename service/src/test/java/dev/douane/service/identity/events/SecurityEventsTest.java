package dev.douane.service.identity.events;

import static dev.douane.service.identity.events.Seen.made;
import static dev.douane.service.identity.events.Seen.seen;
import static dev.douane.service.identity.events.Seen.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.call.CallerAttribute;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.limits.SmallLimits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attackers are seen: in the table, over HTTP, in the log and in figures. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(SmallLimits.class)
class SecurityEventsTest {
    private static final int FLOOD = 2_000;
    private static final Logger LOGGER = Logger.getLogger(SecurityEvents.class.getName());

    @Inject
    SecurityEvents events;

    @Inject
    DataSource server;

    @ConfigProperty(name = "douane.data-dir")
    Path dataDir;

    @TestHTTPResource("/v1/ping")
    URI ping;

    private final Lines lines = new Lines();

    private static final class Lines extends Handler {
        private static final ExtFormatter MESSAGES = new PatternFormatter("%s");

        private final ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            written.add(MESSAGES.formatMessage(line));
        }

        @Override
        public void flush() {
            // nothing waits here
        }

        @Override
        public void close() {
            written.clear();
        }
    }

    @BeforeEach
    void listen() {
        events.writeAll(); // of tests before
        LOGGER.addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(lines);
    }

    @Test
    void a_key_that_is_revoked_and_used_again_is_seen_from_end_to_end() {
        var key = made(Roles.FINOPS);
        var admin = TestKeys.id(Roles.ADMIN);
        with(TestKeys.bearer(Roles.ADMIN)).delete("/v1/keys/" + key.id()).then().statusCode(200);
        with(key.bearer()).get("/v1/budgets?name=" + key.id()).then().statusCode(401);

        seen(events, "key-made", admin)
                .body(
                        "events.find { it.detail.contains('%s') }.detail".formatted(key.id()),
                        equalTo("key %s with roles finops".formatted(key.id())))
                .body("events[0].keyName", equalTo("test [admin]"))
                .body("events[0].address", equalTo("127.0.0.1"));
        seen(events, "key-revoked", admin)
                .body("events[0].detail", equalTo("key %s with roles finops".formatted(key.id())))
                .body("events[0].count", equalTo(1));
        seen(events, "unauthenticated", key.id())
                .body("events", hasSize(1))
                .body("events[0].operation", equalTo("GET /v1/budgets"))
                .body("events[0].address", equalTo("127.0.0.1"))
                .body("events[0].firstAt", matchesPattern("\\d{4}-.*Z"))
                .body("events[0].detail", nullValue());
        assertThat(lines.written)
                .anyMatch(line ->
                        line.matches("unauthenticated, 1 times since .*: key %s, address 127.0.0.1, GET /v1/budgets"
                                .formatted(key.id())));
    }

    @Test
    void a_key_without_the_role_is_seen_with_what_it_asked_for() {
        var key = made(Roles.AUTHOR);
        for (int i = 0; i < 3; i++) {
            with(key.bearer()).get("/v1/keys/somebodys-" + i).then().statusCode(403);
        }

        seen(events, "forbidden", key.id())
                .body("events.collect { it.count }.sum()", equalTo(3))
                .body("events.operation.unique()", contains("GET /v1/keys/{id}"));
    }

    @Test
    void a_call_out_of_reach_is_seen_alone_and_in_a_batch() {
        var key = TestKeys.reaching(null, CallerAttribute.PRODUCT, "search");
        var call = """
                {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800}, "caller": {"product": "ads-of-%s"},
                 "data": {"classes": ["public"]}}""".formatted(UUID.randomUUID());
        for (int i = 0; i < 2; i++) { // the framework's way, then the short one
            with(key.bearer())
                    .contentType("application/json")
                    .body(call)
                    .post("/v1/decisions")
                    .then()
                    .statusCode(403);
        }
        with(key.bearer())
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"calls\": [%s, %s]}".formatted(call, call))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200);

        seen(events, "out-of-reach", key.id())
                .body("events.findAll { it.operation == 'POST /v1/decisions' }.collect { it.count }.sum()", equalTo(2))
                .body(
                        "events.findAll { it.operation == 'POST /v1/decisions:batch' }.collect { it.count }.sum()",
                        equalTo(2))
                .body(not(containsString("ads-of-")));
    }

    @Test
    void who_proposes_and_approves_is_seen() {
        var key = made(Roles.FINOPS, Roles.APPROVER, Roles.AUDITOR);
        String budget = with(key.bearer())
                .contentType("application/json")
                .body("""
                        {"name": "b-%s", "owner": "p", "amount": "5.00", "currency": "USD", "period": {"unit": "month"}}""".formatted(UUID.randomUUID()))
                .post("/v1/budgets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        with(key.bearer())
                .contentType("application/json")
                .body("{\"extra\": \"5.00\", \"until\": \"%s\", \"why\": \"year end\"}"
                        .formatted(Instant.now().plusSeconds(86_400).truncatedTo(ChronoUnit.SECONDS)))
                .post("/v1/budgets/%s/overrides".formatted(budget))
                .then()
                .statusCode(201);
        with(key.bearer())
                .contentType("application/json")
                .body("{}")
                .post("/v1/budgets/%s/overrides/1/approve".formatted(budget))
                .then()
                .statusCode(409)
                .body("type", endsWith("/own-approval"));

        seen(events, "approval-refused", key.id())
                .body("events", hasSize(1))
                .body("events[0].operation", equalTo("POST /v1/budgets/{id}/overrides/{number}/approve"))
                .body("events[0].detail", containsString("it is the same key"));
    }

    @Test
    void an_export_without_a_limit_is_seen_before_its_first_line_and_one_with_a_limit_is_a_list() {
        var key = made(Roles.AUDITOR);
        with(key.bearer())
                .accept("application/x-ndjson")
                .get("/v1/decisions?limit=1")
                .then()
                .statusCode(200);
        with(key.bearer())
                .accept("application/json")
                .get("/v1/decisions")
                .then()
                .statusCode(200);
        seen(events, "export", key.id()).body("events", empty());

        for (int i = 0; i < 3; i++) {
            with(key.bearer()).accept("text/csv").get("/v1/decisions").then().statusCode(200);
        }
        with(TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/security/events?kind=export&key=" + key.id())
                .then()
                .body("events", hasSize(1))
                .body("events[0].detail", equalTo("text/csv without a limit"));
        seen(events, "export", key.id()).body("events.collect { it.count }.sum()", equalTo(3));
    }

    @Test
    void who_takes_more_than_its_share_is_seen_with_the_limit() {
        var key = made(Roles.FINOPS);
        assertThat(IntStream.range(0, 500)
                        .map(i -> with(key.bearer()).get("/v1/ping").statusCode()))
                .anyMatch(status -> status == 429);

        seen(events, "limited", key.id())
                .body("events[0].operation", equalTo("GET /v1/ping"))
                .body("events[0].detail", equalTo("douane.limits.requests-per-second"));
    }

    @Test
    void the_first_key_is_seen_as_long_as_it_is_used() throws IOException {
        var first = Files.readString(dataDir.resolve("bootstrap.key")).strip();
        for (int i = 0; i < 2; i++) {
            with("Bearer " + first).get("/v1/ping").then().statusCode(200);
        }

        seen(events, "first-key-used", first.substring(3, 19))
                .body("events[0].count", greaterThanOrEqualTo(1))
                .body("events[0].operation", nullValue())
                .body("events[0].address", equalTo("127.0.0.1"));
    }

    @Test
    void nothing_that_a_stranger_sent_is_repeated() throws Exception {
        var secret = "dk_aaaaaaaaaaaaaaaa_" + "s".repeat(43);
        for (var path : List.of(
                "/evil-path-of-a-stranger", "/v1/keys/evil-path-of-a-stranger", "/v1/evil-path-of-a-stranger/x")) {
            with("Bearer " + secret)
                    .header("X-Forwarded-For", "6.6.6.6")
                    .get(path)
                    .then()
                    .statusCode(401);
        }
        with("Bearer anything at all").get("/v1/ping").then().statusCode(401);
        events.writeAll();

        var told = with(TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/security/events?kind=unauthenticated&limit=200")
                .then()
                .body("events.findAll { it.key == 'bootstrap' }", empty())
                .extract()
                .asString();
        assertThat(told)
                .contains("GET /v1/keys/{id}")
                .doesNotContain("evil-path", "aaaaaaaaaaaaaaaa", "sssss", "6.6.6.6");
        assertThat(String.join("\n", lines.written))
                .contains("GET /v1/keys/{id}")
                .doesNotContain("evil-path", "aaaaaaaaaaaaaaaa", "sssss");
    }

    @Test
    void a_flood_of_forged_keys_makes_a_few_rows_and_lines_and_loses_none() throws Exception {
        var before = rows();
        lines.written.clear();
        var http = HttpClient.newHttpClient();
        for (int hundred = 0; hundred < FLOOD / 100; hundred++) {
            var asked = new CompletableFuture<?>[100];
            for (int i = 0; i < asked.length; i++) {
                var secret = "dk_%016d_%s".formatted(hundred * 100 + i, "A".repeat(43));
                asked[i] = http.sendAsync(
                                HttpRequest.newBuilder(ping)
                                        .header("Authorization", "Bearer " + secret)
                                        .build(),
                                BodyHandlers.discarding())
                        .thenAccept(answer -> assertThat(answer.statusCode()).isEqualTo(401));
            }
            CompletableFuture.allOf(asked).join();
        }
        events.writeAll();

        assertThat(rows() - before).isBetween(1L, 5L);
        assertThat(lines.written).hasSizeBetween(1, 5).allMatch(line -> line.startsWith("unauthenticated, "));
        assertThat(number(
                        "select sum(count) from (select count from security_event where operation = 'GET /v1/ping' and kind = 'unauthenticated'"
                                + " and key is null order by id desc limit %d) flood".formatted(rows() - before)))
                .isEqualTo(FLOOD);
    }

    private long rows() throws SQLException {
        return number("select count(*) from security_event");
    }

    private long number(String sql) throws SQLException {
        try (var connection = server.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void events_are_counted_by_kind_from_the_start() {
        var figures = with(TestKeys.bearer(Roles.METRICS)).get("/q/metrics").asString();

        for (var kind : EventKind.values()) {
            assertThat(figures).contains("douane_security_events_total{kind=\"%s\"}".formatted(kind.word()));
        }
    }
}
