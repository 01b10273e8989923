package dev.douane.service.catalog;

import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Term;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as the catalog knows it.
 *
 * @param hosting country code, absent where unknown
 * @param control country code, absent where unknown
 * @param placeholder an example that nobody has confirmed: no target
 * @param prices by service tier, absent where unknown: the deployment is then no target
 */
record DeploymentView(
        String id,
        String model,
        String provider,
        String region,
        String tier,
        @Nullable String hosting,
        @Nullable String control,
        boolean openWeights,
        boolean selfHosted,
        boolean placeholder,
        ContractView contract,
        List<String> operations,
        List<String> capabilities,
        List<String> tags,
        int contextWindow,
        int maxInputTokens,
        int maxOutputTokens,
        @Nullable SortedMap<String, List<PriceView>> prices) {
    private static final int DECIMALS = 2;

    /** What the contract says: {@code yes}, {@code no} or {@code unknown}. */
    record ContractView(
            String trainsOnData, String continuityClause, String residencyClause, List<String> certifications) {}

    /** Prices per million tokens once the input is longer than {@code aboveInputTokens}. */
    record PriceView(int aboveInputTokens, String input, String cachedInput, String output) {
        static PriceView of(PriceStep step) {
            return new PriceView(
                    step.aboveInputTokens(),
                    step.input().toDecimal(DECIMALS),
                    step.cachedInput().toDecimal(DECIMALS),
                    step.output().toDecimal(DECIMALS));
        }
    }

    static DeploymentView of(Deployment deployment) {
        var contract = deployment.contract();
        return new DeploymentView(
                deployment.id().value(),
                deployment.model().value(),
                deployment.provider().value(),
                deployment.region(),
                deployment.tier().name(),
                code(deployment.hosting()),
                code(deployment.control()),
                deployment.openWeights(),
                deployment.selfHosted(),
                deployment.placeholder(),
                new ContractView(
                        word(contract.trainsOnData()),
                        word(contract.continuityClause()),
                        word(contract.residencyClause()),
                        List.copyOf(contract.certifications())),
                List.copyOf(deployment.operations()),
                List.copyOf(deployment.capabilities()),
                List.copyOf(deployment.tags()),
                deployment.contextWindow(),
                deployment.maxInputTokens(),
                deployment.maxOutputTokens(),
                prices(deployment.prices()));
    }

    private static @Nullable String code(@Nullable Country country) {
        return country == null ? null : country.code();
    }

    private static String word(Term term) {
        return term.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable SortedMap<String, List<PriceView>> prices(@Nullable Prices prices) {
        if (prices == null) {
            return null;
        }
        var byServiceTier = new TreeMap<String, List<PriceView>>();
        prices.byServiceTier()
                .forEach((tier, steps) -> byServiceTier.put(
                        tier, steps.stream().map(PriceView::of).toList()));
        return byServiceTier;
    }
}
