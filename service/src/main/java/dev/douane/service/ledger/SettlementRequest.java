package dev.douane.service.ledger;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param usage absent where nobody knows: the estimate is charged
 * @param deployment the alternative that served the call; absent for the decision's target
 * @param serviceTier the provider's price class as it was served; absent for the one asked for
 */
record SettlementRequest(
        @Nullable UsageRequest usage,
        @Nullable String deployment,
        @Nullable String serviceTier) {
    /** More tokens than any call can have; figures above are a mistake. */
    private static final int TOKENS_MAX = 100_000_000;

    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

    /**
     * Tokens, all completions together.
     *
     * @param inputTokens all input tokens, cached ones included
     * @param cachedInputTokens how many of them were read from the prompt cache; absent for none
     * @param outputTokens all output tokens, reasoning included
     */
    record UsageRequest(
            @Nullable Integer inputTokens,
            @Nullable Integer cachedInputTokens,
            @Nullable Integer outputTokens) {}

    /** @throws ProblemException INVALID_REQUEST with everything that is wrong */
    Settlement checked() {
        var wrong = new ArrayList<Violation>();
        word("/deployment", deployment, wrong);
        word("/serviceTier", serviceTier, wrong);
        Usage used = null;
        if (usage != null) {
            int input = tokens("/usage/inputTokens", usage.inputTokens(), wrong);
            int cached = tokens(
                    "/usage/cachedInputTokens",
                    usage.cachedInputTokens() == null ? 0 : usage.cachedInputTokens(),
                    wrong);
            int output = tokens("/usage/outputTokens", usage.outputTokens(), wrong);
            if (wrong.isEmpty() && cached > input) {
                wrong.add(new Violation(
                        "/usage/cachedInputTokens",
                        "cachedInputTokens (%d) must be at most inputTokens (%d), which include them"
                                .formatted(cached, input)));
            }
            used = wrong.isEmpty() ? new Usage(input, cached, output) : null;
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The settlement is not valid.", wrong);
        }
        return new Settlement(used, deployment, serviceTier);
    }

    private static void word(String pointer, @Nullable String value, List<Violation> wrong) {
        if (value != null && !WORD.matcher(value).matches()) {
            wrong.add(
                    new Violation(pointer, "must be 1 to 128 lower-case letters, digits, dots, underscores or dashes"));
        }
    }

    private static int tokens(String pointer, @Nullable Integer count, List<Violation> wrong) {
        if (count == null || count < 0 || count > TOKENS_MAX) {
            wrong.add(new Violation(pointer, "(%s) must be a count from 0 to %d".formatted(count, TOKENS_MAX)));
            return 0;
        }
        return count;
    }
}
