package dev.douane.service.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions. Members that are null ask for nothing.
 *
 * @param from decided then or later
 * @param to decided before then
 * @param verdict a word of the API
 * @param because what decided: a word of the house, or {@code rule:} and a rule's id
 * @param wouldHave the verdict that would have been, had everything observed been enforced
 * @param workflow of the caller
 * @param product of the caller
 * @param user of the caller
 * @param model asked for, or decided
 * @param rule that gave a reason
 * @param jurisdiction country that hosts or controls the target
 * @param ruleset that it was decided under, by its number
 * @param before only decisions with a lower id: the last one of the page before
 * @param limit decisions at most, one or more
 */
public record DecisionQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String verdict,
        @Nullable String because,
        @Nullable String wouldHave,
        @Nullable String workflow,
        @Nullable String product,
        @Nullable String user,
        @Nullable String model,
        @Nullable String rule,
        @Nullable String jurisdiction,
        @Nullable Integer ruleset,
        @Nullable UUID before,
        int limit) {
    /** The newest decisions, whatever they are. */
    public static DecisionQuery newest(int limit) {
        return new DecisionQuery(null, null, null, null, null, null, null, null, null, null, null, null, null, limit);
    }

    /** The same decisions, those after {@code last} in the list. */
    public DecisionQuery before(UUID last) {
        return new DecisionQuery(
                from,
                to,
                verdict,
                because,
                wouldHave,
                workflow,
                product,
                user,
                model,
                rule,
                jurisdiction,
                ruleset,
                last,
                limit);
    }

    public DecisionQuery limitedTo(int newLimit) {
        return new DecisionQuery(
                from,
                to,
                verdict,
                because,
                wouldHave,
                workflow,
                product,
                user,
                model,
                rule,
                jurisdiction,
                ruleset,
                before,
                newLimit);
    }
}
