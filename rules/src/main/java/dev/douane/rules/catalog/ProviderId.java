package dev.douane.rules.catalog;

/** The id of a provider in the catalog: lower-case letters, digits, dots, underscores and dashes, at most 128 characters. */
public record ProviderId(String value) implements Comparable<ProviderId> {
    public ProviderId {
        Ids.check(value, "provider id");
    }

    @Override
    public int compareTo(ProviderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
