package dev.douane.service.budgets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetRequestTest {
    private static BudgetRequest in(String currency) {
        var month = new TermsRequest.PeriodRequest("month", null, null, null, null);
        return new BudgetRequest("b", "Ann", "10", currency, null, null, month, null, null, null, null, null);
    }

    private static CatalogIndex pricedIn(String currency) {
        return new CatalogIndex(
                new Catalog(1, "sha256:test", currency, Tiers.SHIPPED, List.of(), List.of()),
                JurisdictionGroups.none().on(LocalDate.EPOCH));
    }

    @Test
    void a_budget_is_of_the_installations_currency_and_that_is_the_one_of_the_prices() {
        assertThat(in("EUR").checked("EUR", pricedIn("EUR")).currency()).isEqualTo("EUR");
        refused("USD", "EUR", "EUR", "must be the installation's, EUR");
        refused("USD", "USD", "EUR", "is not that of the catalog's prices, EUR");
    }

    /** What programs make of a value they do not have is no budget over every call. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "organisation",
                "product",
                "team",
                "workflow",
                "user",
                "run",
                "environment",
                "provider",
                "model",
                "family",
                "tier"
            })
    void nulls_alone_in_a_scope_are_refused_at_their_place(String attribute) {
        assertThatThrownBy(() -> read("{\"%s\": null}".formatted(attribute)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/scope/" + attribute));
    }

    /** Generated clients write null for every member that was not set. */
    @Test
    void nulls_beside_a_value_say_nothing() {
        var asked = read("{\"team\": \"red\", \"user\": null, \"run\": null}");

        assertThat(asked.checked("EUR", pricedIn("EUR")).scope().toString())
                .contains("red")
                .doesNotContain("user", "run");
    }

    @Test
    void a_scope_that_says_nothing_is_for_every_call() {
        var asked = read("{}");

        assertThat(asked.checked("EUR", pricedIn("EUR")).scope()).isEqualTo(ScopeSelector.of(Map.of()));
    }

    private static BudgetRequest read(String scope) {
        return new StrictJson().read("""
                {"name": "b", "owner": "Ann", "amount": "10", "currency": "EUR", "scope": %s, "period": {"unit": "month"}}""".formatted(scope).getBytes(UTF_8), BudgetRequest.class);
    }

    private static NewBudget ofWindow(String start, String end) {
        var window = new TermsRequest.PeriodRequest("once", null, null, start, end);
        return new BudgetRequest("b", "Ann", "10", "EUR", null, null, window, null, null, null, null, null)
                .checked("EUR", pricedIn("EUR"));
    }

    @Test
    void a_window_that_is_over_makes_no_budget() {
        var january = ofWindow("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");

        january.checkWindow(Instant.parse("2025-12-31T00:00:00Z"));
        january.checkWindow(Instant.parse("2026-01-31T23:59:59.999999Z"));
        for (var now : List.of("2026-02-01T00:00:00Z", "2027-01-01T00:00:00Z")) {
            assertThatThrownBy(() -> january.checkWindow(Instant.parse(now)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.violations())
                                    .extracting(Violation::pointer)
                                    .containsExactly("/period/end"));
        }
    }

    @Test
    void a_new_budgets_window_is_a_second_long_at_least() {
        var now = Instant.parse("2026-01-01T00:00:00Z");

        ofWindow("2097-01-01T00:00:00Z", "2097-01-01T00:00:01Z").checkWindow(now);
        var instant = ofWindow("2097-01-01T00:00:00Z", "2097-01-01T00:00:00.000036Z");
        assertThatThrownBy(() -> instant.checkWindow(now))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/period/end"));
    }

    /** It was made before that was asked: whoever makes sure that it exists is answered as before. */
    @Test
    void a_shorter_window_that_is_there_is_the_same_budget() {
        var instant = ofWindow("2097-01-01T00:00:00Z", "2097-01-01T00:00:00.000036Z");
        var there = TestBudgets.budget(instant.name(), instant.scope(), instant.isDefault(), instant.terms());

        assertThat(instant.differencesFrom(there, "EUR")).isEmpty();
    }

    private static void refused(String currency, String installation, String ofPrices, String because) {
        assertThatThrownBy(() -> in(currency).checked(installation, pricedIn(ofPrices)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .singleElement()
                                .extracting(Violation::pointer, Violation::message)
                                .satisfies(said -> {
                                    assertThat(said.get(0)).isEqualTo("/currency");
                                    assertThat(said.get(1)).asString().contains(because);
                                }));
    }
}
