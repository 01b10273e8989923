package dev.douane.rules.pack;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.limits.Size;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exact packs that are in force together, each in its mode. A decision is made under exactly one.
 *
 * @param entries sorted by pack name, each name once, at most {@link Size#PACKS}
 */
public record Ruleset(List<Entry> entries) {
    /**
     * One pack of a ruleset.
     *
     * @param modes for whom and when the pack's effects count or are only recorded
     * @param parameters values of the pack's parameters by name, in place of its defaults
     */
    public record Entry(Pack pack, Modes modes, SortedMap<String, String> parameters) {
        public Entry {
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }

        /** That mode, for every caller, for good, with the pack's own parameters. */
        public Entry(Pack pack, Fired.Mode mode) {
            this(pack, Modes.always(mode), Collections.emptySortedMap());
        }
    }

    public Ruleset {
        if (entries.size() > Size.PACKS.most()) {
            throw new IllegalArgumentException(
                    "packs (%d) must be at most %d".formatted(entries.size(), Size.PACKS.most()));
        }
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
     * {@code sha256:} and 64 hex digits over these lines, each with a line feed: {@code douane-ruleset-2}; then, for each entry in order,
     *
     * <ul>
     *   <li>{@code pack}, {@code name@version}, the pack's digest;
     *   <li>{@code mode}, {@code enforce} or {@code observe}, and where it ends the instant in ISO 8601;
     *   <li>for each attribute and value of its scope: {@code scope}, the attribute, the value;
     *   <li>for each exception in order: {@code except} with mode and end as above, then a {@code within} line for each attribute and value;
     *   <li>for each parameter by name: {@code parameter}, its name, its value.
     * </ul>
     *
     * Words are parted by a space. A value stands behind its length in bytes of UTF-8 and a space, so no two rulesets give the same lines.
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
