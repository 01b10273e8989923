package dev.douane.rules.catalog;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment costs.
 *
 * @param byServiceTier price steps in ascending order of {@code aboveInputTokens}, the first at 0, by the provider's service tier
 */
public record Prices(SortedMap<String, List<PriceStep>> byServiceTier) {
    /** The service tier of a call that asks for none. */
    public static final String DEFAULT = "default";

    /** The service tier that leaves the choice to the provider's project settings. */
    public static final String AUTO = "auto";

    /** The service tier that is served first. */
    public static final String PRIORITY = "priority";

    public Prices {
        var copy = new TreeMap<String, List<PriceStep>>();
        byServiceTier.forEach((tier, steps) -> copy.put(tier, ascending(tier, steps)));
        byServiceTier = Collections.unmodifiableSortedMap(copy);
    }

    private static List<PriceStep> ascending(String tier, List<PriceStep> steps) {
        int last = -1;
        for (var step : steps) {
            if (last == -1 ? step.aboveInputTokens() != 0 : step.aboveInputTokens() <= last) {
                throw new IllegalArgumentException(
                        "price steps of service tier (%s) must start at 0 and ascend".formatted(tier));
            }
            last = step.aboveInputTokens();
        }
        if (last == -1) {
            throw new IllegalArgumentException("service tier (%s) has no price steps".formatted(tier));
        }
        return List.copyOf(steps);
    }

    /** One price for the default service tier, whatever the context length. */
    public static Prices flat(PriceStep step) {
        return new Prices(new TreeMap<>(java.util.Map.of(DEFAULT, List.of(step))));
    }

    /**
     * The prices a call of this size pays.
     *
     * <p>{@value #AUTO} may be served at any tier the provider's project settings choose: of {@value #DEFAULT} and {@value #PRIORITY} the
     * step with the dearer output. Which of them a whole call costs more at depends on its tokens: see {@link PriceClass#costNanos}.
     *
     * @return null where the service tier has no price here
     */
    public @Nullable PriceStep step(String serviceTier, int inputTokens) {
        if (serviceTier.equals(AUTO)) {
            var usual = step(DEFAULT, inputTokens);
            var priority = step(PRIORITY, inputTokens);
            return usual == null || (priority != null && priority.output().compareTo(usual.output()) > 0)
                    ? priority
                    : usual;
        }
        var steps = byServiceTier.get(serviceTier);
        if (steps == null) {
            return null;
        }
        for (int i = steps.size() - 1; i > 0; i--) {
            if (inputTokens > steps.get(i).aboveInputTokens()) {
                return steps.get(i);
            }
        }
        return steps.getFirst();
    }
}
