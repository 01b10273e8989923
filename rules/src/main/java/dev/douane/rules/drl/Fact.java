package dev.douane.rules.drl;

import java.util.Arrays;
import java.util.Optional;

/** What a rule may look at. */
public enum Fact {
    CALL("Call", "The proposed model call. There is exactly one."),
    CALLER("Caller", "Who pays and asks. There is exactly one; what was not said is missing."),
    DATA("Data", "What travels in the call. There is exactly one; what was not said is empty."),
    WORKLOAD("Workload", "What the call is for. There is exactly one."),
    BUDGET("Budget", "One for each account that the call would touch; none where no budget covers it."),
    OUTAGE("Outage", "Something that cannot serve now. The server knows of none yet: only scenarios have them."),
    VALUE("Value", "What the workflow's calls brought lately. There is exactly one; the server cannot fill it yet."),
    CLOCK("Clock", "The decision's time in the ruleset's zone. There is exactly one.");

    private final String word;
    private final String meaning;

    Fact(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** As a rule writes it: {@code Budget}. */
    public String word() {
        return word;
    }

    /** One line for authors. */
    public String meaning() {
        return meaning;
    }

    /** Whether a call has exactly one of these. */
    public boolean isSingle() {
        return this != BUDGET && this != OUTAGE;
    }

    /** Reads {@link #word()}. */
    public static Optional<Fact> of(String word) {
        return Arrays.stream(values()).filter(fact -> fact.word.equals(word)).findFirst();
    }
}
