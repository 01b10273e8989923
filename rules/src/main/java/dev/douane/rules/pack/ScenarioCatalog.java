package dev.douane.rules.pack;

import static dev.douane.rules.yaml.StrictYaml.said;
import static java.util.Objects.requireNonNullElse;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Contract;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.ModelId;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Term;
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.ScenarioYaml.ContractYaml;
import dev.douane.rules.pack.ScenarioYaml.DeploymentYaml;
import dev.douane.rules.pack.ScenarioYaml.PriceYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The small catalog of a scenario file.
 *
 * <p>What is not said of hosting, control and contract stays unknown. A deployment's model is its id without the last part, its provider and
 * region are its own, and it costs 1.00 and 2.00 per million input and output tokens at every service tier.
 */
final class ScenarioCatalog {
    private static final PriceYaml USUAL_PRICE = new PriceYaml("1.00", null, "2.00");
    private static final List<String> SERVICE_TIERS = List.of("batch", "default", "flex", "priority");
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private ScenarioCatalog() {}

    /**
     * @throws IllegalArgumentException if something in it cannot be
     * @throws OverLimit if there are too many
     */
    static Catalog of(List<Map<String, DeploymentYaml>> written) {
        ScenarioWork.atMost(Limit.SCENARIO_DEPLOYMENTS, written.size());
        var deployments = new ArrayList<Deployment>();
        var models = new TreeMap<ModelId, Model>();
        for (var entry : written) {
            if (entry.size() != 1) {
                throw new IllegalArgumentException(
                        "each entry of catalog must name one deployment, but one names %d".formatted(entry.size()));
            }
            entry.forEach((id, said) -> {
                var deployment = deployment(id, said);
                deployments.add(deployment);
                models.put(
                        deployment.model(),
                        new Model(deployment.model(), deployment.model().value(), new TreeSet<>(), List.of()));
            });
        }
        return new Catalog(1, DIGEST, "USD", Tiers.SHIPPED, List.copyOf(models.values()), deployments);
    }

    private static Deployment deployment(String id, DeploymentYaml said) {
        try {
            var builder = Deployment.of(
                            id,
                            requireNonNullElse(said.model(), modelOf(id)),
                            requireNonNullElse(said.provider(), id),
                            requireNonNullElse(said.region(), id),
                            Tiers.SHIPPED.named(said("tier", said.tier())))
                    .hostedIn(said.hosting())
                    .controlledBy(said.control())
                    .openWeights(requireNonNullElse(said.openWeights(), false))
                    .selfHosted(requireNonNullElse(said.selfHosted(), false))
                    .contract(contract(said.contract()))
                    .operations(requireNonNullElse(said.operations(), List.of("chat")))
                    .capabilities(requireNonNullElse(said.capabilities(), List.of()))
                    .tags(requireNonNullElse(said.tags(), List.of()))
                    .limits(
                            requireNonNullElse(said.contextWindow(), 400_000),
                            said.maxInputTokens(),
                            requireNonNullElse(said.maxOutputTokens(), 16_384));
            return requireNonNullElse(said.unpriced(), false)
                    ? builder.build()
                    : builder.prices(prices(requireNonNullElse(said.price(), USUAL_PRICE)))
                            .build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("deployment (%s): %s".formatted(id, e.getMessage()), e);
        }
    }

    private static String modelOf(String deployment) {
        int lastPart = deployment.lastIndexOf('-');
        return lastPart <= 0 ? deployment : deployment.substring(0, lastPart);
    }

    private static Contract contract(@Nullable ContractYaml said) {
        return said == null
                ? Contract.UNKNOWN
                : new Contract(
                        term(said.trainsOnData()),
                        term(said.continuityClause()),
                        term(said.residencyClause()),
                        new TreeSet<>(requireNonNullElse(said.certifications(), List.of())));
    }

    private static Term term(@Nullable Boolean said) {
        if (said == null) {
            return Term.UNKNOWN;
        }
        return said ? Term.YES : Term.NO;
    }

    private static Prices prices(PriceYaml said) {
        var input = Money.parse(said("input", said.input()));
        var cachedInput = said.cachedInput() == null ? input : Money.parse(said.cachedInput());
        var step = new PriceStep(0, input, cachedInput, Money.parse(said("output", said.output())));
        var byServiceTier = new TreeMap<String, List<PriceStep>>();
        SERVICE_TIERS.forEach(tier -> byServiceTier.put(tier, List.of(step)));
        return new Prices(byServiceTier);
    }
}
