package dev.douane.rules.decide;

/** A rule could not be evaluated. The call it was asked for is denied; the rule is never skipped. */
public final class RuleFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String rule;
    private final String told;

    /**
     * @param rule the rule's id, or the engine's best word for where it happened
     * @param message what went wrong, without anything of the call
     */
    public RuleFailure(String rule, String message, Throwable cause) {
        super(message, cause);
        this.rule = rule;
        this.told = sentence(rule);
    }

    /** As above, for a failure that no exception announced. */
    public RuleFailure(String rule, String message) {
        this(rule, message, sentence(rule));
    }

    private RuleFailure(String rule, String message, String told) {
        super(message);
        this.rule = rule;
        this.told = told;
    }

    /**
     * Nothing was evaluated, since it would have been too much.
     *
     * @param rule the rule that asks for most of it
     * @param facts what there is so much of, as in {@code 60 budgets}
     * @param work how many combinations of them all rules together would look at
     * @param most how many they may
     */
    public static RuleFailure tooMuchWork(String rule, String facts, long work, long most) {
        var why = "would look at %d combinations of %s, more than %d".formatted(work, facts, most);
        return new RuleFailure(
                rule,
                why,
                "Rule %s, and those evaluated with it, %s, so none is evaluated and the call is denied."
                        .formatted(rule, why));
    }

    private static String sentence(String rule) {
        return "Rule " + rule + " could not be evaluated, so the call is denied.";
    }

    public String rule() {
        return rule;
    }

    /** One sentence for whoever asked. */
    String told() {
        return told;
    }
}
