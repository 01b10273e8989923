package dev.douane.rules.usage;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Tokens;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All output lengths as this node last saw them. Immutable. */
public record LengthsSnapshot(Map<LengthKey, Lengths> byWorkflow, Map<String, Lengths> byModel)
        implements ExpectedCosts {
    /** Before anything was observed. */
    public static final LengthsSnapshot NOTHING = new LengthsSnapshot(Map.of(), Map.of());

    @Override
    public ExpectedCost expected(
            Question question, Deployment deployment, int maxOutputTokens, Money worstCase, EstimateTerms terms) {
        var model = deployment.model().value();
        var workflow = question.caller().workflow();
        var basis = ExpectedCost.Basis.WORKFLOW;
        var lengths = byWorkflow.get(new LengthKey(workflow == null ? "" : workflow, model));
        if (lengths == null || lengths.samples() < terms.warmUp()) {
            basis = ExpectedCost.Basis.MODEL;
            lengths = byModel.get(model);
        }
        if (lengths == null || lengths.samples() < terms.warmUp()) {
            return NOTHING_KNOWN.expected(question, deployment, maxOutputTokens, worstCase, terms);
        }
        var output =
                Math.min(maxOutputTokens, Math.max(terms.floorTokens(), lengths.quantile(terms.quantilePermille())));
        var cost = cost(question.call(), deployment, output);
        return cost == null || cost.compareTo(worstCase) > 0
                ? new ExpectedCost(worstCase, basis, maxOutputTokens, lengths.samples())
                : new ExpectedCost(cost, basis, output, lengths.samples());
    }

    /** Priced as the worst case is, with fewer output tokens. */
    private static @Nullable Money cost(Call call, Deployment deployment, int output) {
        var prices = deployment.prices();
        if (prices == null) {
            return null;
        }
        var tokens = Tokens.worstCase(call, output);
        if (!call.serviceTier().equals(Prices.AUTO)) {
            return cost(prices, call.serviceTier(), tokens);
        }
        var usual = cost(prices, Prices.DEFAULT, tokens);
        var priority = cost(prices, Prices.PRIORITY, tokens);
        return usual == null || (priority != null && priority.compareTo(usual) > 0) ? priority : usual;
    }

    private static @Nullable Money cost(Prices prices, String serviceTier, Tokens tokens) {
        var step = prices.step(serviceTier, tokens.input());
        return step == null ? null : step.cost(tokens);
    }
}
