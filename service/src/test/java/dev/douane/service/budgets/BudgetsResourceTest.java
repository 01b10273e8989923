package dev.douane.service.budgets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.call.Caller;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class BudgetsResourceTest {
    private static final String SEARCH = """
            {"name": "%s", "owner": "Search P&L", "amount": "1200.50", "currency": "USD",
             "scope": {"product": "%1$s", "user": "each"}, "period": {"unit": "month", "zone": "Europe/Berlin"},
             "enforcement": "soft", "holdExpiry": "release"}""";

    @Inject
    Budgets budgets;

    @Inject
    TimeSource time;

    @Inject
    BudgetRows rows;

    @Inject
    Ids ids;

    private static ValidatableResponse post(String body) {
        return given().header("Authorization", TestKeys.bearer("finops"))
                .contentType("application/json")
                .body(body)
                .post("/v1/budgets")
                .then();
    }

    private static ValidatableResponse get(String path) {
        return given().header("Authorization", TestKeys.bearer("auditor"))
                .get(path)
                .then();
    }

    @Test
    void a_budget_is_made_and_counts_for_the_next_decision_of_this_node() {
        String id = post(SEARCH.formatted("made"))
                .statusCode(201)
                .header("Location", containsString("/v1/budgets/"))
                .body("name", equalTo("made"))
                .body("owner", equalTo("Search P&L"))
                .body("amount", equalTo("1200.50"))
                .body("scope", equalTo(Map.of("product", "made", "user", "each")))
                .body("period", equalTo(Map.of("unit", "month", "zone", "Europe/Berlin")))
                .body("enforcement", equalTo("soft"))
                .body("holdExpiry", equalTo("release"))
                .extract()
                .path("id");

        get("/v1/budgets/" + id).statusCode(200).body("name", equalTo("made")).body("accounts", hasSize(0));
        var caller = new Caller(null, "made", null, null, "u1", null, null, null);
        assertThat(budgets.seen().touching(caller, time.now()))
                .anySatisfy(fact -> assertThat(fact.scope()).isEqualTo("product=made,user=u1"));
    }

    @Test
    void a_member_that_was_renamed_is_refused_with_its_name_of_today() {
        post(SEARCH.formatted("older-words").replace("\"enforcement\"", "\"hardness\""))
                .statusCode(400)
                .body("violations.pointer", contains("/hardness"))
                .body("violations.message", contains("unknown member; it is called enforcement"));
        post(SEARCH.formatted("older-words").replace("\"enforcement\": \"soft\"", "\"starter\": true"))
                .statusCode(400)
                .body("violations.message", contains("unknown member; it is called default"));
    }

    @Test
    void an_owner_is_found_however_the_name_is_spelled() {
        String id = post("""
                        {"name": "spelled", "owner": " Ju\u0308rgen\u00A0", "amount": "10", "currency": "USD",
                         "scope": {"product": "spelled\u00A0"}, "period": {"unit": "month"}}""")
                .statusCode(201)
                .body("owner", equalTo("J\u00FCrgen"))
                .body("scope", equalTo(Map.of("product", "spelled")))
                .extract()
                .path("id");

        for (var owner : List.of("J\u00FCrgen", "Ju\u0308rgen", "J\u00FCrgen ")) {
            given().header("Authorization", TestKeys.bearer("auditor"))
                    .queryParam("owner", owner)
                    .get("/v1/budgets")
                    .then()
                    .statusCode(200)
                    .body("budgets.id", equalTo(List.of(id)));
        }
    }

    @Test
    void what_is_not_said_is_hard_charged_everything_and_in_utc() {
        String id = post("""
                        {"name": "plain", "owner": "CFO", "amount": "10", "currency": "USD", "period": {"unit": "month"}}""")
                .statusCode(201)
                .body("enforcement", equalTo("hard"))
                .body("holdExpiry", equalTo("charge"))
                .body("scope", equalTo(Map.of()))
                .body("period.zone", equalTo("UTC"))
                .extract()
                .path("id");

        get("/v1/budgets/" + id)
                .statusCode(200)
                .body("accounts", hasSize(1))
                .body("accounts[0].scope", equalTo(Map.of()))
                .body("accounts[0].limit", equalTo("10.00"))
                .body("accounts[0].held", equalTo("0.00"))
                .body("accounts[0].spent", equalTo("0.00"))
                .body("accounts[0].remaining", equalTo("10.00"))
                .body("accounts[0].usedFraction", equalTo(0.0f))
                .body("accounts[0].periodStart", endsWith("-01T00:00:00Z"));
    }

    @Test
    void every_term_is_kept_and_shown_in_one_form() {
        String id = post("""
                        {"name": "every-term", "owner": "CFO", "amount": "10", "currency": "USD",
                         "scope": {"product": ["search", "ads"], "tier": "each", "model": "gpt-5"},
                         "period": {"unit": "quarter", "zone": "Europe/London", "fiscalStart": "04-06"},
                         "overrun": "last-call-may-cross", "rollover": {"capped": "2.5"},
                         "estimate": {"mode": "expected", "quantile": 0.9, "warmUp": 10}}""").statusCode(201).extract().path("id");

        get("/v1/budgets/" + id)
                .statusCode(200)
                .body("scope", equalTo(Map.of("product", List.of("ads", "search"), "tier", "each", "model", "gpt-5")))
                .body("period", equalTo(Map.of("unit", "quarter", "zone", "Europe/London", "fiscalStart", "04-06")))
                .body("overrun", equalTo("last-call-may-cross"))
                .body("rollover", equalTo(Map.of("capped", "2.50")))
                .body("estimate.mode", equalTo("expected"))
                .body("estimate.quantile", equalTo(0.9f))
                .body("estimate.floorTokens", equalTo(64))
                .body("estimate.warmUp", equalTo(10))
                .body("closed", equalTo(false));
    }

    @Test
    void a_budget_of_one_window_and_a_starter_budget_are_made() {
        post("""
                        {"name": "campaign", "owner": "CMO", "amount": "10", "currency": "USD", "scope": {"run": "campaign-7"},
                         "period": {"unit": "once", "start": "2097-01-01T00:00:00Z", "end": "2097-01-08T00:00:00Z"}}""")
                .statusCode(201)
                .body("period.start", equalTo("2097-01-01T00:00:00Z"))
                .body("period.end", equalTo("2097-01-08T00:00:00Z"));
        var fine = """
                {"name": "campaign-fine", "owner": "CMO", "amount": "10", "currency": "USD", "scope": {"run": "campaign-8"},
                 "period": {"unit": "once", "start": "2097-01-01T00:00:00.123456789Z", "end": "2097-01-08T00:00:00Z"}}""";
        post(fine).statusCode(201).body("period.start", equalTo("2097-01-01T00:00:00.123456Z"));
        post(fine).statusCode(200);
        post(fine.replace("campaign-fine", "campaign-past")
                        .replace("2097", "2026")
                        .replace("01-08T", "02-01T"))
                .statusCode(400)
                .body("violations.pointer", contains("/period/end"));
        post(fine.replace("2097-01-08", "+1000000000-12-31"))
                .statusCode(400)
                .body("violations.pointer", contains("/period/end"));
        post("""
                        {"name": "campaign-2", "owner": "CMO", "amount": "10", "currency": "USD", "rollover": "carry",
                         "period": {"unit": "once", "start": "2097-01-08T00:00:00Z", "end": "2097-01-08T00:00:00Z"}}""").statusCode(400).body("violations.pointer", contains("/period/end"));
        post("""
                        {"name": "starter", "owner": "CIO", "amount": "25", "currency": "USD", "default": true,
                         "scope": {"product": "starter", "workflow": "each"}, "period": {"unit": "month"}}""").statusCode(201).body("default", equalTo(true));
        post("""
                        {"name": "starter-2", "owner": "CIO", "amount": "25", "currency": "USD", "default": true,
                         "scope": {"workflow": "each", "tier": "frontier"}, "period": {"unit": "month"}}""").statusCode(400).body("violations.pointer", contains("/default"));
        post("""
                        {"name": "starter-3", "owner": "CIO", "amount": "25", "currency": "USD", "default": true,
                         "scope": {"product": "p", "user": "each"}, "period": {"unit": "month"}}""").statusCode(400).body("violations.pointer", contains("/default"));
    }

    /** It was made before windows had to be a second long. */
    @Test
    void a_window_too_short_for_a_new_budget_is_found_where_it_was_made_earlier() {
        var instant = """
                {"name": "instant", "owner": "P&L", "amount": "10", "currency": "USD", "scope": {"run": "instant"},
                 "period": {"unit": "once", "start": "2097-01-01T00:00:00Z", "end": "2097-01-01T00:00:00.000036Z"}}""";
        post(instant).statusCode(400).body("violations.pointer", contains("/period/end"));

        var window =
                new Period.Span(Instant.parse("2097-01-01T00:00:00Z"), Instant.parse("2097-01-01T00:00:00.000036Z"));
        var row = BudgetRow.of(new NewBudget(
                "instant",
                "USD",
                TermsJson.scope("{\"run\": \"instant\"}"),
                false,
                TestBudgets.terms(new Period.Once(window), "10", new Rollover.None())));
        row.id = ids.next();
        row.createdAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.createdBy = "earlier";
        QuarkusTransaction.requiringNew().run(() -> rows.persistAndFlush(row));

        post(instant).statusCode(200).body("id", equalTo(row.id.toString()));
        post(instant.replace("0.000036Z", "0.000037Z")).statusCode(409);
    }

    @Test
    void the_same_budget_again_is_the_one_that_is_there_and_another_of_its_name_is_refused() {
        String id = post(SEARCH.formatted("twice")).statusCode(201).extract().path("id");

        post(SEARCH.formatted("twice")).statusCode(200).body("id", equalTo(id));
        post(SEARCH.formatted("twice").replace("1200.50", "1200.51"))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", endsWith("/conflict"));
    }

    @Test
    void the_same_budget_again_is_compared_with_the_terms_in_force() {
        String id = post(SEARCH.formatted("amended-since"))
                .statusCode(201)
                .extract()
                .path("id");
        amend(id, "{\"amount\": \"5\", \"rollover\": \"carry\"}");

        post(SEARCH.formatted("amended-since"))
                .statusCode(409)
                .body("violations.pointer", contains("/amount", "/rollover"))
                .body("violations[0].message", equalTo("(1200.50) is 5.00 in the budget that is there"));
        post(SEARCH.formatted("amended-since").replace("\"1200.50\"", "\"5\", \"rollover\": \"carry\""))
                .statusCode(200)
                .body("id", equalTo(id))
                .body("amount", equalTo("5.00"));
    }

    @Test
    void the_name_of_a_closed_budget_is_free_and_the_closed_one_stays_closed() {
        String closed =
                post(SEARCH.formatted("closed-once")).statusCode(201).extract().path("id");
        amend(closed, "{\"closed\": true}");

        String next = post(SEARCH.formatted("closed-once"))
                .statusCode(201)
                .body("closed", equalTo(false))
                .extract()
                .path("id");
        post(SEARCH.formatted("closed-once")).statusCode(200).body("id", equalTo(next));
        tryToAmend(closed, "{\"closed\": false}")
                .statusCode(409)
                .body("detail", containsString("its name (closed-once) was taken by another one"));

        assertThat(next).isNotEqualTo(closed);
        get("/v1/budgets/" + closed).statusCode(200).body("closed", equalTo(true));
        var caller = new Caller(null, "closed-once", null, null, "u1", null, null, null);
        assertThat(budgets.seen().touching(caller, time.now()))
                .filteredOn(fact -> fact.name().equals("closed-once"))
                .hasSize(1);
        assertThat(idsOf("closed-once")).containsExactly(closed, next);
    }

    private List<String> idsOf(String name) {
        var ids = new ArrayList<String>();
        for (String next = ""; next != null; ) {
            var page = get("/v1/budgets?limit=1" + (next.isEmpty() ? "" : "&cursor=" + next))
                    .statusCode(200);
            ids.addAll(page.extract().path("budgets.findAll { it.name == '" + name + "' }.id"));
            next = page.extract().path("next");
        }
        return ids;
    }

    private static ValidatableResponse tryToAmend(String id, String changes) {
        return given().header("Authorization", TestKeys.bearer("finops"))
                .contentType("application/json")
                .body("{\"changes\": %s, \"takesEffect\": \"now\", \"why\": \"test\"}".formatted(changes))
                .post("/v1/budgets/" + id + "/amendments")
                .then();
    }

    private static void amend(String id, String changes) {
        var proposed = tryToAmend(id, changes).statusCode(202).extract().header("Location");
        given().header("Authorization", TestKeys.bearer("approver"))
                .contentType("application/json")
                .body("{}")
                .post(proposed + "/approve")
                .then()
                .statusCode(200)
                .body("state", equalTo("approved"));
    }

    @Test
    void of_those_who_race_for_the_name_of_a_closed_budget_one_makes_another() throws Exception {
        String closed =
                post(SEARCH.formatted("raced-closed")).statusCode(201).extract().path("id");
        amend(closed, "{\"closed\": true}");

        var said = race("raced-closed");

        assertThat(said.stream().filter(one -> one.startsWith("201 "))).hasSize(1);
        assertThat(said.stream().map(one -> one.substring(4)).distinct())
                .hasSize(1)
                .doesNotContain(closed);
    }

    @Test
    void requests_for_one_budget_that_race_make_it_once() throws Exception {
        var logged = new CopyOnWriteArrayList<String>();
        var listener = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                logged.add(line.getMessage());
            }
        };
        var log = Logger.getLogger("org.hibernate");
        log.addHandler(listener);
        List<String> said;
        try {
            said = race("raced");
        } finally {
            log.removeHandler(listener);
        }

        assertThat(logged).as("what is expected is no news").isEmpty();
        assertThat(said.stream().filter(one -> one.startsWith("201 "))).hasSize(1);
        assertThat(said.stream().map(one -> one.substring(4)).distinct()).hasSize(1);
    }

    /** Status and id of what each of many is told that asks for the budget. */
    private static List<String> race(String name) throws Exception {
        var key = TestKeys.bearer("finops");
        var answers = new ArrayList<Future<String>>();
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 16; i++) {
                answers.add(pool.submit(() -> {
                    var answer = given().header("Authorization", key)
                            .contentType("application/json")
                            .body(SEARCH.formatted(name))
                            .post("/v1/budgets");
                    return answer.statusCode() + " " + answer.<String>path("id");
                }));
            }
        }
        var said = new ArrayList<String>();
        for (var answer : answers) {
            said.add(answer.get());
        }
        return said;
    }

    @ParameterizedTest(name = "{0} in place of {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"twice\"|\"Not A Name\"|/name",
                "\"twice\"|\"-\"|/name",
                "\"CFO\"|\" \"|/owner",
                "\"10.00\"|\"-1\"|/amount",
                "\"10.00\"|\"1e3\"|/amount",
                "\"10.00\"|\"0.0000000001\"|/amount",
                "\"10.00\"|10|/amount",
                "\"USD\"|\"EUR\"|/currency",
                "\"month\"|\"fortnight\"|/period/unit",
                "\"zone\": \"UTC\"|\"fiscalStart\": \"04-06\"|/period/fiscalStart",
                "\"zone\": \"UTC\"|\"start\": \"2027-01-01T00:00:00Z\"|/period/start",
                "\"month\"|\"once\"|/period/zone",
                "\"enforcement\": \"hard\"|\"overrun\": \"sometimes\"|/overrun",
                "\"enforcement\": \"hard\"|\"rollover\": {\"capped\": \"x\"}|/rollover/capped",
                "\"enforcement\": \"hard\"|\"rollover\": \"all\"|/rollover",
                "\"enforcement\": \"hard\"|\"estimate\": \"lucky\"|/estimate",
                "\"enforcement\": \"hard\"|\"estimate\": {\"mode\": \"expected\", \"quantile\": 0.4}|/estimate/quantile",
                "\"enforcement\": \"hard\"|\"estimate\": {\"mode\": \"expected\", \"quantile\": 1e999999999}|/estimate/quantile",
                "\"enforcement\": \"hard\"|\"estimate\": {\"mode\": \"expected\", \"floor\": 1}|/estimate/floor",
                "\"search\"|[]|/scope/product",
                "\"search\"|[\"each\"]|/scope/product",
                "\"search\"|7|/scope/product",
                "\"UTC\"|\"Mars/Olympus\"|/period/zone",
                "\"UTC\"|\"GMT+99\"|/period/zone",
                "\"hard\"|\"soggy\"|/enforcement",
                "\"charge\"|\"forget\"|/holdExpiry",
                "\"search\"|\"\"|/scope/product",
                "\"search\"|\"sea\u00ADrch\"|/scope/product",
                "\"search\"|[\"ads\", \"sea\uDB40\uDC61rch\"]|/scope/product",
                "\"product\"|\"region\"|/scope/region",
                "\"owner\"|\"ownr\"|/ownr"
            })
    void what_is_wrong_is_named_with_its_place(String right, String wrong, String pointer) {
        var body = """
                {"name": "twice", "owner": "CFO", "amount": "10.00", "currency": "USD", "scope": {"product": "search"},
                 "period": {"unit": "month", "zone": "UTC"}, "enforcement": "hard", "holdExpiry": "charge"}""";

        post(body.replace(right, wrong))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("violations.pointer", hasItem(pointer));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        post("{}")
                .statusCode(400)
                .body("violations.pointer", contains("/amount", "/currency", "/name", "/owner", "/period/unit"));
    }

    @Test
    void the_list_is_read_page_by_page_in_the_order_of_names() {
        var made = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            made.add("zz-list-" + i);
            post(SEARCH.formatted("zz-list-" + i)).statusCode(201);
        }
        var read = new ArrayList<String>();
        var ids = new ArrayList<String>();
        String next = null;
        do {
            var page = get("/v1/budgets?limit=2" + (next == null ? "" : "&cursor=" + next))
                    .statusCode(200);
            List<String> names = page.extract().path("budgets.name");
            assertThat(names).hasSizeLessThanOrEqualTo(2);
            read.addAll(names);
            ids.addAll(page.extract().path("budgets.id"));
            next = page.extract().path("next");
        } while (next != null);

        assertThat(read).containsSubsequence(made);
        assertThat(ids).doesNotHaveDuplicates(); // a closed budget may have given its name up
        get("/v1/budgets?limit=200&owner=Nobody").statusCode(200).body("next", nullValue());
        get("/v1/budgets?limit=0").statusCode(400);
        get("/v1/budgets?cursor=!").statusCode(400);
    }

    @Test
    void budgets_of_which_a_part_is_used_are_found_by_that_part() {
        for (var name : List.of("near-full", "near-empty")) {
            post("""
                    {"name": "%s", "owner": "Near", "amount": "1", "currency": "USD", "scope": {"product": "%1$s"},
                     "period": {"unit": "year"}}""".formatted(name)).statusCode(201);
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
        given().header("Authorization", TestKeys.bearer("gateway"))
                .contentType("application/json")
                .body("""
                        {"call": {"model": "gpt-5", "inputTokens": 100000, "maxOutputTokens": 20000}, "caller": {"product": "near-full"},
                         "data": {"classes": ["public"]}, "workload": {"task": "research"}}""")
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .body("hold", notNullValue());

        BigDecimal used = near("0")
                .extract()
                .jsonPath(JsonPathConfig.jsonPathConfig().numberReturnType(NumberReturnType.BIG_DECIMAL))
                .get("budgets.find { it.name == 'near-full' }.usedFraction");
        assertThat(used).isBetween(new BigDecimal("0.000001"), BigDecimal.ONE);
        near("0").body("budgets.name", contains("near-empty", "near-full"));
        near(used.toPlainString()).body("budgets.name", contains("near-full"));
        near(used.add(new BigDecimal("0.000001")).toPlainString()).body("budgets", hasSize(0));
        for (var odd : List.of("-0.1", "1e1", "80%25", "")) {
            get("/v1/budgets?near=" + odd).statusCode(400).body("violations.pointer", contains("?near"));
        }
    }

    private static ValidatableResponse near(String fraction) {
        return get("/v1/budgets?owner=Near&near=" + fraction).statusCode(200);
    }

    @Test
    void an_unknown_budget_is_not_there() {
        get("/v1/budgets/0199aaaa-0000-7000-8000-000000000000")
                .statusCode(404)
                .body("type", endsWith("/budget-not-found"));
        get("/v1/budgets/none").statusCode(404).body("type", endsWith("/budget-not-found"));
        get("/v1/budgets/0199aaaa-0000-7000-8000-000000000000/entries")
                .statusCode(404)
                .body("type", endsWith("/budget-not-found"));
    }

    @Test
    void only_finops_makes_budgets_and_auditors_may_look() {
        for (var role : List.of("gateway", "author", "approver", "auditor", "admin")) {
            given().header("Authorization", TestKeys.bearer(role))
                    .contentType("application/json")
                    .body(SEARCH.formatted("forbidden"))
                    .post("/v1/budgets")
                    .then()
                    .statusCode(403);
        }
        given().contentType("application/json")
                .body(SEARCH.formatted("forbidden"))
                .post("/v1/budgets")
                .then()
                .statusCode(401);
        given().header("Authorization", TestKeys.bearer("gateway"))
                .get("/v1/budgets")
                .then()
                .statusCode(403);
    }
}
