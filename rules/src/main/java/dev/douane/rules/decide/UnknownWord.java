package dev.douane.rules.decide;

/** A rule named a group, country, tier or model that the catalog in force does not know. */
final class UnknownWord extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String rule;

    UnknownWord(String rule, IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
