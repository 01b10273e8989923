package dev.douane.rules.decide;

import dev.douane.rules.facts.Budget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a decision fell as it did.
 *
 * @param rule the rule's id, or the house's own word for what it checks itself: {@code context-window}, {@code unpriced} …
 * @param pack {@code name@version}, null for the house's own
 * @param effect as a rule writes it
 * @param message one sentence an auditor can read
 * @param cites articles of law or policy
 * @param mode whether it counted
 */
public record Reason(
        String rule, @Nullable String pack, String effect, String message, List<String> cites, Fired.Mode mode) {
    /** The house's word for a call that is denied because a rule could not be evaluated. */
    public static final String RULE_ERROR = "rule-error";

    /** The house's word for a call that its budgets do not carry. */
    public static final String BUDGET = "budget";

    public Reason {
        cites = List.copyOf(cites);
    }

    static Reason of(Fired fired) {
        return new Reason(
                fired.rule().id(),
                fired.rule().pack(),
                fired.effect().describe(),
                because(fired),
                fired.rule().cites(),
                fired.mode());
    }

    /** The rule's own sentence; then the budgets that made it fire, as they stood when it did. */
    private static String because(Fired fired) {
        if (fired.budgets().isEmpty()) {
            return fired.rule().message();
        }
        var sentences = new StringBuilder(fired.rule().message());
        fired.budgets().forEach(budget -> sentences.append(' ').append(sentence(budget)));
        return sentences.toString();
    }

    private static String sentence(Budget budget) {
        return "Budget %s (%s) has %s of %s left%s."
                .formatted(
                        budget.name(),
                        budget.scope(),
                        budget.left().toDecimal(2),
                        budget.limit().toDecimal(2),
                        budget.periodEnd().equals(Instant.MAX) ? "" : " until " + budget.periodEnd());
    }

    /** A rule that could not be evaluated where it is only observed. */
    static Reason of(Effects.Failure failure) {
        return new Reason(
                RULE_ERROR,
                failure.pack(),
                "ruleError(" + failure.rule() + ")",
                "Rule " + failure.rule() + " could not be evaluated; enforced, the call would be denied.",
                List.of(),
                Fired.Mode.OBSERVE);
    }

    /** A hard budget that was too tight. */
    static Reason of(Budget budget) {
        return own(BUDGET, "budget(" + budget.name() + ")", sentence(budget));
    }

    /**
     * A reason of the house itself.
     *
     * @param word one of {@link HouseWords}
     */
    static Reason own(String word, String effect, String message) {
        if (!HouseWords.has(word)) {
            throw new IllegalArgumentException("(%s) is no word of the house's".formatted(word));
        }
        return new Reason(word, null, effect, message, List.of(), Fired.Mode.ENFORCE);
    }
}
