package dev.douane.service.usage;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Tokens;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.decide.Option;
import dev.douane.rules.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All output lengths as this node last saw them. Immutable. */
record LengthsSeen(Map<LengthKey, Lengths> byWorkflow, Map<String, Lengths> byModel) implements ExpectedAmounts {
    static final LengthsSeen NOTHING = new LengthsSeen(Map.of(), Map.of());

    @Override
    public Expectation expected(Question question, Option option, EstimateTerms terms) {
        var model = option.deployment().model().value();
        var workflow = question.caller().workflow();
        var basis = Expectation.Basis.WORKFLOW;
        var lengths = byWorkflow.get(new LengthKey(workflow == null ? "" : workflow, model));
        if (lengths == null || lengths.samples() < terms.warmUp()) {
            basis = Expectation.Basis.MODEL;
            lengths = byModel.get(model);
        }
        if (lengths == null || lengths.samples() < terms.warmUp()) {
            return NOTHING_KNOWN.expected(question, option, terms);
        }
        var output = Math.min(
                option.maxOutputTokens(), Math.max(terms.floorTokens(), lengths.quantile(terms.quantilePermille())));
        var cost = cost(question.call(), option, output);
        return cost == null || cost.compareTo(option.estimate()) > 0
                ? new Expectation(option.estimate(), basis, option.maxOutputTokens(), lengths.samples())
                : new Expectation(cost, basis, output, lengths.samples());
    }

    /** Priced as the worst case is, with fewer output tokens. */
    private static @Nullable Money cost(Call call, Option option, int output) {
        var prices = option.deployment().prices();
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
