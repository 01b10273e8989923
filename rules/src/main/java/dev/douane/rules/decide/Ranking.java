package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The order inside a group: rule preferences, then estimated cost, then deployment id.
 *
 * <p>A deployment ranks by how many preferences it meets, so the order of rules cannot matter. {@code preferCheapest} puts cost first and
 * leaves the other preferences aside. What has no known price comes last, in id order.
 */
final class Ranking {
    /** Looking at so many candidates takes as long as looking at one price class. */
    private static final int CANDIDATES_A_CLASS = 4;

    private final CatalogIndex catalog;
    private final Costing costing;
    private final List<DeploymentSet> preferred;

    private Ranking(CatalogIndex catalog, Costing costing, List<DeploymentSet> preferred) {
        this.catalog = catalog;
        this.costing = costing;
        this.preferred = preferred;
    }

    static Ranking of(Effects effects, Costing costing, CatalogIndex catalog) {
        var preferred = new ArrayList<DeploymentSet>();
        var seen = new ArrayList<Effect>();
        var cheapestFirst = false;
        for (var fired : effects.enforced()) {
            var effect = fired.effect();
            if (!seen.contains(effect)) {
                if (effect instanceof Effect.PreferProvider(var provider)) {
                    preferred.add(catalog.provider(provider));
                } else if (effect instanceof Effect.PreferHosting(var place)) {
                    preferred.add(hostedIn(place, fired, catalog));
                } else if (effect instanceof Effect.PreferOpenWeights) {
                    preferred.add(catalog.openWeights());
                } else if (effect instanceof Effect.PreferCheapest) {
                    cheapestFirst = true; // read on: a word that nobody knows is an error wherever it stands
                }
                seen.add(effect);
            }
        }
        return cheapestFirst ? byCost(costing, catalog) : new Ranking(catalog, costing, preferred);
    }

    private static DeploymentSet hostedIn(String place, Fired fired, CatalogIndex catalog) {
        try {
            return catalog.hostedIn(place);
        } catch (IllegalArgumentException e) {
            throw new UnknownWord(fired.rule().id(), e);
        }
    }

    /** Cost, then id, whatever rules prefer. */
    static Ranking byCost(Costing costing, CatalogIndex catalog) {
        return new Ranking(catalog, costing, List.of());
    }

    /**
     * The first deployments of a group.
     *
     * @param wanted how many at most
     * @param atMostNanos none dearer than this
     * @return catalog positions in order
     */
    List<Integer> first(int wanted, DeploymentSet group, long atMostNanos) {
        var found = new ArrayList<Integer>(Math.min(wanted, 8));
        if (preferred.isEmpty()) {
            cheapest(wanted, group, atMostNanos, found);
            return found;
        }
        var atLeast = meetingAtLeast(group);
        for (int count = preferred.size(); count >= 0 && found.size() < wanted; count--) {
            var exactly = count == preferred.size() ? atLeast[count] : atLeast[count].minus(atLeast[count + 1]);
            cheapest(wanted, exactly, atMostNanos, found);
        }
        return found;
    }

    /** Whether of two members of one group the first named comes first. */
    boolean isBefore(int one, int other) {
        int met = preferencesMet(one) - preferencesMet(other);
        if (met != 0) {
            return met > 0;
        }
        int dearer = Long.compare(costing.nanos(one), costing.nanos(other));
        return dearer != 0 ? dearer < 0 : one < other;
    }

    private int preferencesMet(int deployment) {
        int met = 0;
        for (var preference : preferred) {
            met += preference.contains(deployment) ? 1 : 0;
        }
        return met;
    }

    /** By count: the members of the group that meet at least that many preferences. */
    private DeploymentSet[] meetingAtLeast(DeploymentSet group) {
        var atLeast = new DeploymentSet[preferred.size() + 1];
        atLeast[0] = group;
        for (int count = 1; count < atLeast.length; count++) {
            atLeast[count] = catalog.none();
        }
        for (var preference : preferred) {
            for (int count = preferred.size(); count >= 1; count--) {
                atLeast[count] = atLeast[count].or(atLeast[count - 1].and(preference));
            }
        }
        return atLeast;
    }

    private void cheapest(int wanted, DeploymentSet from, long atMostNanos, List<Integer> found) {
        if (from.size() <= CANDIDATES_A_CLASS * catalog.priceClassCount()) {
            cheapestOfFew(wanted, from, atMostNanos, found);
        } else {
            cheapestOfMany(wanted, from, atMostNanos, found);
        }
    }

    /** Insertion into what was found so far; candidates come in id order, so equals stay in id order. */
    private void cheapestOfFew(int wanted, DeploymentSet from, long atMostNanos, List<Integer> found) {
        int first = found.size();
        from.forEach(new IntConsumer() {
            // what a candidate must be cheaper than, once there are as many as are wanted
            private long full = Long.MAX_VALUE;

            private boolean isFull = found.size() >= wanted;

            @Override
            public void accept(int candidate) {
                var nanos = costing.nanos(candidate);
                if (nanos > atMostNanos || (isFull && nanos >= full)) {
                    return;
                }
                int place = found.size();
                while (place > first && costing.nanos(found.get(place - 1)) > nanos) {
                    place--;
                }
                found.add(place, candidate);
                if (found.size() > wanted) {
                    found.removeLast();
                }
                if (found.size() == wanted) {
                    isFull = true;
                    full = costing.nanos(found.getLast());
                }
            }
        });
    }

    /** Takes price classes from the cheapest on, so a catalog of thousands costs no more than its few hundred classes. */
    private void cheapestOfMany(int wanted, DeploymentSet from, long atMostNanos, List<Integer> found) {
        var classes = new CheapestClasses(catalog, costing);
        while (found.size() < wanted
                && classes.hasNext()
                && classes.nextNanos() <= atMostNanos
                && classes.nextNanos() != Costing.UNKNOWN) {
            var nanos = classes.nextNanos();
            var equallyCheap = classes.next().and(from);
            while (classes.hasNext() && classes.nextNanos() == nanos) {
                equallyCheap = equallyCheap.or(classes.next().and(from));
            }
            addInIdOrder(wanted, equallyCheap, found);
        }
        if (found.size() < wanted && atMostNanos == Costing.UNKNOWN) {
            addInIdOrder(wanted, from.and(costing.unpriced()), found);
        }
    }

    private static void addInIdOrder(int wanted, DeploymentSet candidates, List<Integer> found) {
        candidates.forEach(candidate -> {
            if (found.size() < wanted) {
                found.add(candidate);
            }
        });
    }
}
