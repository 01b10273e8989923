package dev.douane.rules.catalog;

/**
 * An ordered cost class of a deployment.
 *
 * @param name such as {@code standard}
 * @param rank position in the installation's order, 0 is the cheapest class
 */
public record Tier(String name, int rank) implements Comparable<Tier> {
    public Tier lower(Tier other) {
        return other.rank < rank ? other : this;
    }

    public Tier higher(Tier other) {
        return other.rank > rank ? other : this;
    }

    @Override
    public int compareTo(Tier other) {
        return Integer.compare(rank, other.rank);
    }

    @Override
    public String toString() {
        return name;
    }
}
