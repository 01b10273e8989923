package dev.douane.service.gaps;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.DeploymentId;
import dev.douane.rules.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a catalog leaves open, by term and provider, weighed by the denied calls that it stood in the way of. */
final class Gaps {
    private static final Comparator<Gap> HEAVIEST_FIRST = Comparator.comparing(Gap::spend)
            .thenComparingInt(Gap::calls)
            .reversed()
            .thenComparing(Gap::term)
            .thenComparing(Gap::provider);

    private record Key(Term term, String provider) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::term).thenComparing(Key::provider);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * One thing to fill in.
     *
     * @param deployments that lack it, sorted by id
     * @param calls denied calls whose nearest deployment lacks it
     * @param alone those of them that nothing else stood in the way of
     * @param spend what they would have cost as asked
     */
    record Gap(Term term, String provider, List<String> deployments, int calls, int alone, Money spend) {
        private Gap with(String deployment) {
            var more = new ArrayList<>(deployments);
            more.add(deployment);
            return new Gap(term, provider, more, calls, alone, spend);
        }

        private Gap blocking(Denials.Denial denial) {
            return new Gap(
                    term,
                    provider,
                    deployments,
                    calls + 1,
                    alone + (denial.effects().size() == 1 ? 1 : 0),
                    spend.plus(denial.asked()));
        }
    }

    private final SortedMap<Key, Gap> gaps = new TreeMap<>();

    private Gaps() {}

    /** The heaviest first. */
    static List<Gap> of(CatalogIndex catalog, List<Denials.Denial> denials) {
        var gaps = new Gaps();
        for (var deployment : catalog.catalog().deployments()) {
            for (var term : Term.values()) {
                if (term.isOpenAt(deployment)) {
                    gaps.add(term, deployment);
                }
            }
        }
        denials.forEach(denial -> gaps.weigh(denial, catalog));
        return gaps.gaps.values().stream().sorted(HEAVIEST_FIRST).toList();
    }

    private void add(Term term, Deployment deployment) {
        var provider = deployment.provider().value();
        gaps.merge(
                new Key(term, provider),
                new Gap(term, provider, List.of(deployment.id().value()), 0, 0, Money.ZERO),
                (gap, one) -> gap.with(deployment.id().value()));
    }

    private void weigh(Denials.Denial denial, CatalogIndex catalog) {
        if (denial.deployment() == null) {
            return;
        }
        var position = catalog.position(new DeploymentId(denial.deployment()));
        if (position < 0) {
            return; // the catalog has gone on since
        }
        var nearest = catalog.at(position);
        denial.effects().stream()
                .flatMap(effect -> Term.askedBy(effect).stream())
                .distinct()
                .filter(term -> term.isOpenAt(nearest))
                .forEach(term -> gaps.computeIfPresent(
                        new Key(term, nearest.provider().value()), (key, gap) -> gap.blocking(denial)));
    }
}
