package dev.douane.rules.decide;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule could not be evaluated. The call it was asked for is denied; the rule is never skipped. */
public final class RuleFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String rule;
    private final String told;
    private final @Nullable Excess excess;

    /**
     * More work than there is for one call.
     *
     * @param unit what is counted
     * @param amount how many; for firings, effects and characters, at least so many
     * @param most how many there may be
     */
    public record Excess(Unit unit, long amount, long most) implements Serializable {
        /** What work is counted in. */
        public enum Unit {
            /** Combinations of facts that the rules would have looked at. */
            COMBINATIONS,
            /** Times that rules fired. */
            FIRINGS,
            /** Effects that they had. */
            EFFECTS,
            /** Characters of their reasons. */
            CHARACTERS
        }
    }

    /**
     * @param rule the rule's id, or the engine's best word for where it happened
     * @param message what went wrong, without anything of the call
     */
    public RuleFailure(String rule, String message, Throwable cause) {
        super(message, cause);
        this.rule = rule;
        this.told = sentence(rule);
        this.excess = null;
    }

    /** As above, for a failure that no exception announced. */
    public RuleFailure(String rule, String message) {
        this(rule, message, sentence(rule), null);
    }

    private RuleFailure(String rule, String message, String told, @Nullable Excess excess) {
        super(message);
        this.rule = rule;
        this.told = told;
        this.excess = excess;
    }

    /**
     * Nothing was evaluated, since it would have been too much.
     *
     * @param rule the rule that asks for most of it, in the pack that does
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
                        .formatted(rule, why),
                new Excess(Excess.Unit.COMBINATIONS, work, most));
    }

    /**
     * Rules fired without end.
     *
     * @param rule the rule that fired most often, in the pack that did
     * @param most how often all of them together may
     */
    public static RuleFailure tooManyFirings(String rule, int most) {
        return new RuleFailure(
                rule,
                "the evaluation passed its limit of %d firings".formatted(most),
                "Rule %s, and those evaluated with it, fired more than %d times, so the call is denied."
                        .formatted(rule, most),
                new Excess(Excess.Unit.FIRINGS, most + 1L, most));
    }

    /**
     * Rules had effects without end.
     *
     * @param rule the rule that had most of them, in the pack that did
     * @param most how many all of them together may have
     */
    public static RuleFailure tooManyEffects(String rule, long most) {
        return new RuleFailure(
                rule,
                "the evaluation passed its limit of %d effects".formatted(most),
                "Rule %s, and those evaluated with it, had more than %d effects, so the call is denied."
                        .formatted(rule, most),
                new Excess(Excess.Unit.EFFECTS, most + 1, most));
    }

    /**
     * Rules gave reasons without end.
     *
     * @param rule the rule that gave most of them, in the pack that did
     * @param most how many characters all of them together may have
     */
    public static RuleFailure tooLongReasons(String rule, long most) {
        return new RuleFailure(
                rule,
                "the evaluation passed its limit of %d characters of reasons".formatted(most),
                "Rule %s, and those evaluated with it, gave reasons of more than %d characters, so the call is denied."
                        .formatted(rule, most),
                new Excess(Excess.Unit.CHARACTERS, most + 1, most));
    }

    private static String sentence(String rule) {
        return "Rule " + rule + " could not be evaluated, so the call is denied.";
    }

    public String rule() {
        return rule;
    }

    /** How much too much it was, where that is what went wrong. */
    public Optional<Excess> excess() {
        return Optional.ofNullable(excess);
    }

    /** One sentence for whoever asked. */
    String told() {
        return told;
    }
}
