package dev.douane.rules.drl;

/** Which words a text may be one of. */
public enum WordKind {
    /** Any word: nobody keeps a list of them. */
    FREE("word"),
    MODEL("model"),
    PROVIDER("provider"),
    DEPLOYMENT("deployment"),
    TIER("tier"),
    OPERATION("operation"),
    SERVICE_TIER("service tier"),
    /** ISO 3166-1 alpha-2. */
    COUNTRY("country"),
    GROUP("jurisdiction group"),
    /** A jurisdiction group or a country. */
    PLACE("jurisdiction group or country"),
    DATA_CLASS("data class"),
    CRITICALITY("criticality"),
    PHASE("phase"),
    WEEKDAY("day of the week"),
    /** ISO 8601, {@code 2026-11-21}; compares as text. */
    DATE("date");

    private final String label;

    WordKind(String label) {
        this.label = label;
    }

    /** In words for people: {@code data class}. */
    public String label() {
        return label;
    }

    /** Whether the words come and go with the catalog, so that a published pack must not break when one leaves it. */
    public boolean isOfCatalog() {
        return this == MODEL || this == PROVIDER || this == DEPLOYMENT;
    }
}
