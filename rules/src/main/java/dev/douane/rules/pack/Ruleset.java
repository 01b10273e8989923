package dev.douane.rules.pack;

import dev.douane.rules.decide.Fired;
import java.util.Comparator;
import java.util.List;

/**
 * The exact packs that are in force together, each in its mode. A decision is made under exactly one.
 *
 * @param entries sorted by pack name, each name once
 */
public record Ruleset(List<Entry> entries) {
    /**
     * One pack of a ruleset.
     *
     * @param mode whether the pack's effects count or are only recorded
     */
    public record Entry(Pack pack, Fired.Mode mode) {}

    public Ruleset {
        entries = entries.stream()
                .sorted(Comparator.comparing(entry -> entry.pack().manifest().name()))
                .toList();
        for (int i = 1; i < entries.size(); i++) {
            var name = entries.get(i).pack().manifest().name();
            if (entries.get(i - 1).pack().manifest().name().equals(name)) {
                throw new IllegalArgumentException("pack (%s) must stand in a ruleset only once".formatted(name));
            }
        }
    }

    /** All of {@code packs}, enforced. */
    public static Ruleset enforcing(List<Pack> packs) {
        return new Ruleset(
                packs.stream().map(pack -> new Entry(pack, Fired.Mode.ENFORCE)).toList());
    }

    /**
     * {@code sha256:} and 64 hex digits over {@code douane-ruleset-1} and a line feed, then one line for each entry in order:
     * {@code name@version}, a space, the pack's digest, a space, {@code enforce} or {@code observe}, a line feed.
     */
    public String digest() {
        return RulesetDigest.of(this);
    }

    /** {@code cost-tier@1.0.0, sovereignty-eu@1.0.0}. */
    @Override
    public String toString() {
        return String.join(
                ", ", entries.stream().map(entry -> entry.pack().reference()).toList());
    }
}
