package dev.douane.rules.drl;

/** What an effect is told. */
public enum ArgumentType {
    /** A word in quotes. */
    TEXT("text"),
    /** An amount of the installation's currency, as a decimal in quotes: {@code "0.05"}. */
    MONEY("money"),
    /** A whole number, one or more. */
    COUNT("whole number");

    private final String label;

    ArgumentType(String label) {
        this.label = label;
    }

    /** In words for people. */
    public String label() {
        return label;
    }
}
