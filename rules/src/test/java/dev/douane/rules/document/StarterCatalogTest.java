package dev.douane.rules.document;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Term;
import dev.douane.rules.money.Money;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the shipped catalog promises a newcomer. */
class StarterCatalogTest {
    private static final Catalog CATALOG = CatalogReader.shipped();
    private static final Set<String> CAPABILITIES =
            Set.of("audio", "json-schema", "pdf", "prompt-caching", "reasoning", "streaming", "tools", "vision");

    private static Stream<Deployment> deployments() {
        return CATALOG.deployments().stream();
    }

    private static Deployment deployment(String id) {
        return deployments()
                .filter(deployment -> deployment.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_is_broad_enough_to_decide_real_calls() {
        assertThat(CATALOG.deployments()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(CATALOG.models().stream().map(Model::family).collect(toSet()))
                .hasSizeGreaterThanOrEqualTo(16);
        assertThat(deployments().map(Deployment::provider).collect(toSet())).hasSizeGreaterThanOrEqualTo(10);
        assertThat(deployments().map(Deployment::region).collect(toSet())).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void it_has_open_and_closed_weights_hosted_and_self_hosted_in_every_tier() {
        assertThat(deployments().map(Deployment::openWeights)).contains(true, false);
        assertThat(deployments().map(Deployment::selfHosted)).contains(true, false);
        assertThat(deployments().map(Deployment::tier).collect(toSet()))
                .containsExactlyInAnyOrderElementsOf(CATALOG.tiers().ascending());
    }

    @Test
    void every_model_is_served_by_somebody() {
        var served = deployments().map(Deployment::model).collect(toSet());

        assertThat(CATALOG.models()).allMatch(model -> served.contains(model.id()));
    }

    @Test
    void capabilities_are_of_the_vocabulary() {
        assertThat(deployments().flatMap(deployment -> deployment.capabilities().stream()))
                .allMatch(CAPABILITIES::contains);
    }

    @Test
    void a_global_deployment_has_no_hosting_country() {
        assertThat(deployments().filter(deployment -> deployment.region().equals("global")))
                .isNotEmpty()
                .allMatch(deployment -> deployment.hosting() == null);
    }

    @Test
    void everybody_but_the_operator_has_a_controlling_country_and_no_clause_made_up() {
        assertThat(deployments()).allMatch(deployment -> deployment.control() != null);
        assertThat(deployments().filter(deployment -> !deployment.selfHosted()))
                .allMatch(deployment -> deployment.contract().continuityClause() == Term.UNKNOWN
                        && deployment.contract().residencyClause() == Term.UNKNOWN
                        && deployment.contract().certifications().isEmpty());
    }

    @Test
    void a_self_hosted_example_never_wins_by_a_price_that_nobody_set() {
        var examples = deployments().filter(Deployment::selfHosted).toList();

        assertThat(examples)
                .isNotEmpty()
                .allMatch(Deployment::placeholder)
                .allMatch(example -> example.tags().contains("operator-to-fill"));
        for (var example : examples) {
            var own = example.prices().step(Prices.DEFAULT, 1);
            assertThat(deployments()
                            .filter(peer -> peer.model().equals(example.model()) && peer.prices() != null)
                            .map(peer -> peer.prices().step(Prices.DEFAULT, 1)))
                    .as(example.id().value())
                    .hasSizeGreaterThan(1)
                    .allMatch(peer ->
                            peer.input().fitsIn(own.input()) && peer.output().fitsIn(own.output()));
        }
    }

    @Test
    void nothing_is_free() {
        assertThat(deployments().filter(deployment -> deployment.prices() != null))
                .allMatch(deployment ->
                        !deployment.prices().step(Prices.DEFAULT, 1).input().isZero());
    }

    @Test
    void provisioned_throughput_shows_what_unpriced_means() {
        assertThat(deployments().filter(deployment -> deployment.prices() == null))
                .extracting(deployment -> deployment.id().value())
                .containsExactly("azure-gpt-5-swedencentral-provisioned");
    }

    @Test
    void gpt_5_in_sweden_costs_a_tenth_more_than_anywhere() {
        var anywhere = deployment("openai-gpt-5").prices().step(Prices.DEFAULT, 1);
        var sweden = deployment("azure-gpt-5-swedencentral").prices().step(Prices.DEFAULT, 1);

        assertThat(anywhere.input()).isEqualTo(Money.parse("1.25"));
        assertThat(sweden.input()).isEqualTo(Money.parse("1.375"));
        assertThat(anywhere.output()).isEqualTo(Money.parse("10"));
        assertThat(sweden.output()).isEqualTo(Money.parse("11"));
    }

    @Test
    void long_input_costs_more_where_the_provider_says_so() {
        var prices = deployment("openai-gpt-5.6").prices();

        assertThat(prices.step(Prices.DEFAULT, 272_000).input()).isEqualTo(Money.parse("5"));
        assertThat(prices.step(Prices.DEFAULT, 272_001).input()).isEqualTo(Money.parse("10"));
        assertThat(prices.step("flex", 272_001).input()).isEqualTo(Money.parse("5"));
        assertThat(prices.step("priority", 1)).isNull();
    }

    @Test
    void a_zone_in_the_union_satisfies_eu_and_eea_and_nothing_narrower() {
        var groups = JurisdictionsReader.shipped().on(LocalDate.of(2026, 11, 1));
        var zone = deployments()
                .filter(deployment -> deployment.tags().contains("hosting-zone-eu"))
                .toList();

        assertThat(zone).isNotEmpty();
        assertThat(zone).allMatch(deployment -> groups.countries("EU").contains(deployment.hosting()));
        assertThat(zone).noneMatch(deployment -> groups.countries("G7").contains(deployment.hosting()));
    }
}
