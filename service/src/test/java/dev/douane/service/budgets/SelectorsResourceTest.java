package dev.douane.service.budgets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a budget is for is read as calls are, so that a ceiling stands where calls pass. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SelectorsResourceTest {
    @Inject
    BudgetMatches matches;

    @Inject
    Budgets budgets;

    @Inject
    UnmetBudgets unmet;

    @Inject
    MeterRegistry metrics;

    @Inject
    DataSource database;

    private static ValidatableResponse make(String name, String scope) {
        return make(name, "0", scope);
    }

    private static ValidatableResponse make(String name, String amount, String scope) {
        return given().header("Authorization", TestKeys.bearer("finops"))
                .contentType("application/json")
                .body("""
                        {"name": "%s", "owner": "P&L", "amount": "%s", "currency": "USD", "scope": %s, "period": {"unit": "month"}}""".formatted(name, amount, scope))
                .post("/v1/budgets")
                .then();
    }

    private static ValidatableResponse get(String path) {
        return given().header("Authorization", TestKeys.bearer("auditor"))
                .get(path)
                .then();
    }

    private static ValidatableResponse ask(String product, String call) {
        return given().header("Authorization", TestKeys.bearer("gateway"))
                .contentType("application/json")
                .body("""
                        {"call": {%s, "inputTokens": 1000, "maxOutputTokens": 100, "capabilities": ["audio"]}, "caller": {"product": "%s"},
                         "data": {"classes": ["public"]}, "workload": {"task": "research"}, "options": {"acceptDowngrade": false}}""".formatted(call, product))
                .post("/v1/decisions")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model    | openai/gpt-5       | gpt-5    | openai",
                "model    | GPT-5              | gpt-5    |",
                "model    | gpt-5-2025-08-07   | gpt-5    |",
                "model    | azure/GPT-5        | gpt-5    | azure",
                "provider | OpenAI             | openai   |",
                "provider | vertex_ai          | google-vertex |",
                "family   | GPT-5              | gpt-5    |",
                "tier     | Frontier           | frontier |",
                "tier     | ' frontier'        | frontier |",
            })
    void a_selector_is_told_in_the_catalogs_words(String attribute, String said, String read, String provider) {
        var shown = new TreeMap<String, String>(Map.of("product", "told", attribute, read));
        if (provider != null) {
            shown.put("provider", provider);
        }
        var name = "told-" + Integer.toHexString((attribute + said).hashCode());

        make(name, "{\"product\": \"told\", \"%s\": \"%s\"}".formatted(attribute, said))
                .statusCode(201)
                .body("scope", equalTo(shown))
                .body("neverMatches", nullValue())
                .body("lastMatchedAt", nullValue());
        make(name, "{\"product\": \"told\", \"%s\": \"%s\"}".formatted(attribute, said))
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'model': 'gpt-5-minni'}           | /scope/model    | Maybe gpt-5-mini",
                "{'model': ['gpt-5', 'gpt-7-ultra']} | /scope/model   | gpt-7-ultra",
                "{'model': 'eu.anthropic.claude-opus-5'} | /scope/model | Maybe claude-opus-5",
                "{'model': ['gpt-5', 'azure/gpt-5-mini']} | /scope/model | the provider (azure)",
                "{'model': 'azure/gpt-5', 'provider': 'openai'} | /scope/provider | which pins azure",
                "{'provider': 'opneai'}             | /scope/provider | Maybe openai?",
                "{'family': 'gpt5'}                 | /scope/family   | Maybe gpt-5?",
                "{'tier': 'premium'}                | /scope/tier     | 'Known: economy, standard, frontier.'",
                "{'provider': 'foo'}                | /scope/provider | xai",
                "{'family': 'foo'}                  | /scope/family   | 'Nearest of '",
                "{'tier': 'frontir'}                | /scope/tier     | Maybe frontier?",
                "{'model': 'gpt-5', 'provider': 'mistral'} | /scope   | provider mistral and model gpt-5",
                "{'model': 'gpt-5', 'tier': 'economy'} | /scope       | tier economy",
                "{'product': '   '}                 | /scope/product  | not only blanks",
                "{'product': 'con\u200Btracts'}    | /scope/product  | 'U+200B, number 4'",
                "{'user': 'u-\u202E1'}             | /scope/user     | U+202E",
                "{'team': ['ranking', 'p\u0430ypal']} | /scope/team  | several scripts",
                "{'workflow': 'one\u00A0two'}      | /scope/workflow | U+00A0",
                "{'run': 'a\\nb'}                 | /scope/run      | U+000A",
                "{'provider': 'self-hosted'}        | /scope          | 'Only placeholders of catalog version 1 have provider self-hosted'",
            })
    void what_no_call_could_ever_have_is_refused_with_the_nearest_word(String scope, String pointer, String says) {
        make("refused", scope.replace('\'', '"'))
                .statusCode(400)
                .body("violations.pointer", contains(pointer))
                .body(
                        "violations[0].message",
                        says.startsWith("Maybe claude") // a place belongs to a call, not to a budget
                                ? allOf(containsString("pins the place (eu)"), containsString("maybe claude-opus-5"))
                                : containsString(says));
    }

    @Test
    void a_value_longer_than_any_callers_is_refused() {
        make("long", "{\"product\": \"%s\"}".formatted("x".repeat(129)))
                .statusCode(400)
                .body("violations.pointer", contains("/scope/product"));
        make("longest", "{\"product\": \"%s\"}".formatted("x".repeat(128))).statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'model': 'gemini-2.5-pro'",
                "'model': 'GEMINI-2.5-PRO'",
                "'model': 'vertex_ai/gemini-2.5-pro'",
                "'model': 'models/gemini-2.5-pro'",
                "'model': 'publishers/google/models/gemini-2.5-pro'",
                "'model': 'gemini-2.5-pro', 'provider': 'google-vertex'",
                "'model': 'gemini-2.5-pro', 'provider': 'vertex_ai'",
                "'deployment': 'vertex-gemini-2.5-pro-us-central1'",
            })
    void a_call_by_any_name_meets_the_ceiling_of_the_model(String call) {
        var product = "by-any-name";
        var made = make(product, "{\"product\": \"by-any-name\", \"model\": \"google/gemini-2.5-pro\"}")
                .extract();
        assertThat(made.statusCode()).isIn(200, 201);

        var decided = ask(product, call.replace('\'', '"')).extract().jsonPath();
        assertThat(decided.getString("target.model")).isNotEqualTo("gemini-2.5-pro");
    }

    @Test
    void a_name_with_a_blank_around_it_or_in_other_letters_is_one_name() {
        String id = make("blanks", "50", "{\"product\": \" blanke\u0301 \", \"user\": \"each\"}")
                .statusCode(201)
                .body("scope.product", equalTo("blank\u00e9"))
                .extract()
                .path("id");
        for (var user : new String[] {"u1", "u1 ", " u1"}) {
            given().header("Authorization", TestKeys.bearer("gateway"))
                    .contentType("application/json")
                    .body("""
                            {"call": {"model": "gpt-5", "inputTokens": 1000}, "caller": {"product": "blank\u00e9 ", "user": "%s"},
                             "data": {"classes": ["public"]}, "workload": {"task": "research"}}""".formatted(user))
                    .post("/v1/decisions")
                    .then()
                    .statusCode(200)
                    .body("verdict", equalTo("allow"));
        }
        get("/v1/budgets/" + id).body("accounts", hasSize(1)).body("accounts[0].scope.user", equalTo("u1"));
    }

    @Test
    void a_budget_shows_when_it_last_matched_and_other_nodes_learn_it() throws SQLException {
        String id = make("matched", "{\"product\": \"matched\"}").extract().path("id");
        get("/v1/budgets/" + id).body("lastMatchedAt", nullValue());

        ask("matched", "\"model\": \"gpt-5\"");

        String at = get("/v1/budgets/" + id)
                .body("lastMatchedAt", notNullValue())
                .extract()
                .path("lastMatchedAt");
        matches.write();
        get("/v1/budgets?limit=200").body("budgets.find { it.name == 'matched' }.lastMatchedAt", equalTo(at));
    }

    @Test
    void a_selector_that_the_catalog_no_longer_has_is_told() {
        var shipped = new String(CatalogReader.shippedBytes(), StandardCharsets.UTF_8);
        var before = index(shipped);
        var scope = ScopeSelector.of(Map.of(Attribute.MODEL, "grok-4.3", Attribute.PROVIDER, "xai"));
        assertThat(Unmet.of(scope, before)).isNull();

        var after = index(shipped.replace("grok-4.3", "grok-5"));

        assertThat(Unmet.of(scope, after))
                .isEqualTo(
                        "No deployment of catalog version 1 has provider xai and model grok-4.3, so the budget matches no call.");
    }

    @Test
    void a_placeholder_meets_nothing_until_it_is_confirmed() {
        var shipped = new String(CatalogReader.shippedBytes(), StandardCharsets.UTF_8);
        var scope = ScopeSelector.of(Map.of(Attribute.PROVIDER, "self-hosted"));

        assertThat(Unmet.of(scope, index(shipped))).contains("no call goes there until they are confirmed");
        assertThat(Unmet.of(scope, index(shipped.replaceFirst("placeholder: true", "placeholder: false"))))
                .isNull();
    }

    /** As after a catalog that has lost a family: the budget is stored, and the catalog of today has nothing of it. */
    @Test
    void a_budget_that_the_catalog_has_lost_is_logged_counted_and_shown() throws SQLException {
        var before = unmetCount();
        var told = new CopyOnWriteArrayList<String>();
        var message = new PatternFormatter("%s");
        var listener = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                told.add(message.format(line));
            }
        };
        var log = Logger.getLogger(UnmetBudgets.class.getName());
        log.addHandler(listener);
        var id = UUID.randomUUID();
        try {
            store(id, "lost", "{\"family\": \"gpt-2\"}");
            budgets.reload();
            unmet.look();
            unmet.look();
        } finally {
            log.removeHandler(listener);
        }

        var why = "No deployment of catalog version 1 has family gpt-2, so the budget matches no call.";
        assertThat(told)
                .filteredOn(line -> line.contains("(lost)"))
                .containsExactly("budget (lost) counts nothing: " + why);
        assertThat(unmetCount()).isEqualTo(before + 1);
        get("/v1/budgets/" + id).statusCode(200).body("neverMatches", equalTo(why));
    }

    private double unmetCount() {
        unmet.look();
        return metrics.get("douane.budget.unmet").gauge().value();
    }

    private void store(UUID id, String name, String scope) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("""
                        insert into budget (id, name, owner, amount_nanos, currency, scope, period_unit, period_zone, hardness, hold_expiry,
                                            created_at, created_by)
                        values (?, ?, 'P&L', 1000000000, 'USD', ?::jsonb, 'month', 'UTC', 'hard', 'charge', now(), 'test')""")) {
            insert.setObject(1, id);
            insert.setString(2, name);
            insert.setString(3, scope);
            insert.executeUpdate();
        }
    }

    private static CatalogIndex index(String catalog) {
        return new CatalogIndex(
                CatalogReader.read(catalog.getBytes(StandardCharsets.UTF_8)),
                JurisdictionGroups.none().on(LocalDate.of(2026, 11, 21)));
    }
}
