package dev.douane.service.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.rules.usage.LengthKey;
import dev.douane.rules.usage.Lengths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of observed output lengths.
 *
 * @param next cursor of the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OutputLengthsView(List<Observed> items, @Nullable String next) {
    /**
     * How long a completion's output is, of one workflow with one model.
     *
     * @param workflow absent for calls that name none, and for all workflows together
     * @param all whether this is the model's figure over all workflows
     * @param samples completions that were counted, older weeks for less
     * @param p50 half of the completions have at most so many output tokens; read up, by 5 % at most. p90 to p99 likewise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Observed(
            @Nullable String workflow, String model, boolean all, long samples, int p50, int p90, int p95, int p99) {
        static Observed of(LengthKey key, Lengths lengths) {
            return of(key.workflow().isEmpty() ? null : key.workflow(), key.model(), false, lengths);
        }

        static Observed ofModel(String model, Lengths lengths) {
            return of(null, model, true, lengths);
        }

        private static Observed of(@Nullable String workflow, String model, boolean all, Lengths lengths) {
            return new Observed(
                    workflow,
                    model,
                    all,
                    lengths.samples(),
                    lengths.quantile(500),
                    lengths.quantile(900),
                    lengths.quantile(950),
                    lengths.quantile(990));
        }

        /** The order of the list: by model, the figure over all workflows first. No id of a model has a space. */
        String place() {
            return model + " " + (all ? "" : "!" + (workflow == null ? "" : workflow));
        }
    }
}
