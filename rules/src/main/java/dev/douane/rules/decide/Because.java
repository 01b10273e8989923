package dev.douane.rules.decide;

import org.jspecify.annotations.Nullable;

/**
 * What decided, in one word and one sentence: the reason but for which the verdict would have been a better one. {@link Deciding} finds it.
 *
 * @param code for machines, stable: {@code as-asked}; the house's own word for what it checks itself, {@code unknown-model}, {@code budget} …;
 *     or {@code rule:} and the rule's id
 * @param message for people: the reason's own
 * @param rule the id of the rule that decided; null where none did
 * @param pack {@code name@version} of that rule; null where none decided
 */
public record Because(
        String code,
        String message,
        @Nullable String rule,
        @Nullable String pack) {
    /** Nothing stood in the way. */
    public static final Because AS_ASKED =
            new Because("as-asked", "Nothing stands in the way of what was asked for.", null, null);

    /** No id of a rule has a colon, so no rule is taken for one of the house's own words. */
    private static final String RULE = "rule:";

    private static final String ANY_RULE = "rule";

    static Because of(Reason reason) {
        return reason.pack() == null
                ? new Because(reason.rule(), reason.message(), null, null)
                : new Because(RULE + reason.rule(), reason.message(), reason.rule(), reason.pack());
    }

    /** The code, all rules being one: so few words that each can have a counter. */
    public String kind() {
        return rule == null ? code : ANY_RULE;
    }
}
