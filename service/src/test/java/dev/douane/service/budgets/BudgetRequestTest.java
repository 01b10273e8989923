package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.catalog.Tiers;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Violation;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

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
