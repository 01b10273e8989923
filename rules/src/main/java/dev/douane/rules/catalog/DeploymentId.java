package dev.douane.rules.catalog;

/** The id of a deployment in the catalog: lower-case letters, digits, dots, underscores and dashes, at most 128 characters. */
public record DeploymentId(String value) implements Comparable<DeploymentId> {
    public DeploymentId {
        Ids.check(value, "deployment id");
    }

    @Override
    public int compareTo(DeploymentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
