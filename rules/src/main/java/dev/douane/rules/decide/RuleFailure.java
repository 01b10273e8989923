package dev.douane.rules.decide;

/** A rule could not be evaluated. The call it was asked for is denied; the rule is never skipped. */
public final class RuleFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String rule;

    /**
     * @param rule the rule's id, or the engine's best word for where it happened
     * @param message what went wrong, without anything of the call
     */
    public RuleFailure(String rule, String message, Throwable cause) {
        super(message, cause);
        this.rule = rule;
    }

    /** As above, for a failure that no exception announced. */
    public RuleFailure(String rule, String message) {
        super(message);
        this.rule = rule;
    }

    public String rule() {
        return rule;
    }
}
