package dev.douane.rules.catalog;

/** The id of a model in the catalog: lower-case letters, digits, dots, underscores and dashes, at most 128 characters. */
public record ModelId(String value) implements Comparable<ModelId> {
    public ModelId {
        Ids.check(value, "model id");
    }

    @Override
    public int compareTo(ModelId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
