package dev.douane.rules.limits;

import java.util.List;

/** What conditions look at, without what they ask of it: enough to say how many combinations of facts that makes. */
public sealed interface Looking {
    /** How many facts of a kind there may be. */
    enum Kind {
        /** At most one. */
        SINGLE,
        BUDGET,
        OUTAGE
    }

    /** At each fact of a kind. */
    record Each(Kind kind) implements Looking {}

    /** At each combination of what the parts look at, in their order. */
    record All(List<Looking> parts) implements Looking {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** At what one part looks at, then what the next does: each is a rule of its own. */
    record Any(List<Looking> parts) implements Looking {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** Whether something is there, or is not: how many there are of it makes no further combinations. */
    record Whether(Looking inner) implements Looking {}

    /** How many combinations of several facts are looked at, never fewer than there are. */
    default Combinations combinations() {
        return behind(new Way(Combinations.ONE, Combinations.NONE)).work();
    }

    /** How often a rule of such conditions may fire, where that depends on several facts: never less often than it does. */
    default Combinations firings() {
        return behind(new Way(Combinations.ONE, Combinations.NONE)).left().ofSeveral();
    }

    /**
     * How far conditions have been followed.
     *
     * @param left the combinations that came through so far, if each did
     * @param work what was looked at for that
     */
    record Way(Combinations left, Combinations work) {
        private Way and(Way other) {
            return new Way(left.plus(other.left), work.plus(other.work));
        }
    }

    /** The same way, this behind it. */
    private Way behind(Way way) {
        return switch (this) {
            case Each(var kind) -> {
                var joined = way.left().withEach(kind);
                yield new Way(joined, way.work().plus(joined.ofSeveral()));
            }
            case All(var parts) -> {
                var along = way;
                for (var part : parts) {
                    along = part.behind(along);
                }
                yield along;
            }
            case Any(var parts) ->
                parts.stream().map(part -> part.behind(way)).reduce(Way::and).orElse(way);
            case Whether(var inner) ->
                new Way(way.left().times(inner.ways()), inner.behind(way).work());
        };
    }

    /** In how many ways it can come true; each is followed on its own. */
    private long ways() {
        return switch (this) {
            case Each ignored -> 1;
            case All(var parts) -> parts.stream().mapToLong(Looking::ways).reduce(1, Looking::product);
            case Any(var parts) -> parts.stream().mapToLong(Looking::ways).sum();
            case Whether(var inner) -> inner.ways();
        };
    }

    private static long product(long one, long other) {
        return one > Integer.MAX_VALUE || other > Integer.MAX_VALUE ? Integer.MAX_VALUE : one * other;
    }
}
