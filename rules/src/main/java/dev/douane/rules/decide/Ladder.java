package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The options of one call in order, worked out when asked for, since the first mostly serves.
 *
 * <p>A rung is one group: what was asked for; the same model elsewhere in its tier; declared substitutes of that tier; others of that tier;
 * then lower tiers, the nearest first. Inside a rung: rule preferences, cost, id.
 */
final class Ladder {
    /** So many of a rung are looked at one by one; where none of them will do, the whole rung is sifted before it is sorted. */
    private static final int NEAR = 4;

    private final CatalogIndex catalog;
    private final DeploymentSet eligible;
    private final Groups groups;
    private final Ranking ranking;
    private final Costing costing;

    Ladder(CatalogIndex catalog, DeploymentSet eligible, Groups groups, Ranking ranking, Costing costing) {
        this.catalog = catalog;
        this.eligible = eligible;
        this.groups = groups;
        this.ranking = ranking;
        this.costing = costing;
    }

    /** The first option; null where there is none. */
    @Nullable
    Option best() {
        for (int rung = 0; rung < groups.count(); rung++) {
            var first = firstOf(rung);
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    /** All options whose estimate is at most {@code most}: a long list with a catalog of thousands. */
    List<Option> all(Money most) {
        var options = new ArrayList<Option>();
        for (int rung = 0; rung < groups.count(); rung++) {
            for (var position : ranking.first(catalog.size(), members(rung), most.nanos())) {
                options.add(option(position, rung));
            }
        }
        return options;
    }

    /** The first option whose estimate is at most {@code most} and that will do; null where none does. */
    @Nullable
    Option first(Money most, Predicate<Option> willDo) {
        for (int rung = 0; rung < groups.count(); rung++) {
            var found = first(1, members(rung), rung, most, willDo);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        return null;
    }

    /** The first options after {@code target} whose estimate is at most {@code most} and that will do. */
    List<Option> after(Option target, int wanted, Money most, Predicate<Option> willDo) {
        var last = catalog.position(target.deployment().id());
        var options = new ArrayList<Option>(wanted);
        var passed = false;
        for (int rung = 0; rung < groups.count() && options.size() < wanted; rung++) {
            var members = members(rung);
            if (passed) {
                options.addAll(first(wanted - options.size(), members, rung, most, willDo));
            } else if (members.contains(last)) {
                options.addAll(following(last, wanted, members, rung, most, willDo));
                passed = true;
            }
        }
        return options;
    }

    /** The first of each rung down to the one where {@code target} stands, but for the target itself: what was passed over. */
    List<Option> passedOver(Option target) {
        var last = catalog.position(target.deployment().id());
        var passed = new ArrayList<Option>();
        for (int rung = 0; rung < groups.count(); rung++) {
            var first = firstOf(rung);
            if (first != null && !first.deployment().equals(target.deployment())) {
                passed.add(first);
            }
            if (members(rung).contains(last)) {
                return passed;
            }
        }
        return passed;
    }

    /** The cheapest option, whatever rules prefer; null where there is none. */
    @Nullable
    Option cheapest() {
        var found = Ranking.byCost(costing, catalog).first(1, eligible, Money.MAX.nanos());
        return found.isEmpty() ? null : option(found.getFirst(), rungOf(found.getFirst()));
    }

    /** All options in the order of ids, worked out one after the other: {@code false} ends it. */
    void forEach(Predicate<Option> goOn) {
        var rungs = new ArrayList<DeploymentSet>(groups.count());
        for (int rung = 0; rung < groups.count(); rung++) {
            rungs.add(members(rung));
        }
        var isOn = new boolean[] {true};
        eligible.forEach(position -> {
            for (int rung = 0; isOn[0] && rung < rungs.size(); rung++) {
                if (rungs.get(rung).contains(position)) {
                    isOn[0] = goOn.test(option(position, rung));
                    return;
                }
            }
        });
    }

    private @Nullable Option firstOf(int rung) {
        var found = ranking.first(1, members(rung), Money.MAX.nanos());
        return found.isEmpty() ? null : option(found.getFirst(), rung);
    }

    private List<Option> first(int wanted, DeploymentSet members, int rung, Money most, Predicate<Option> willDo) {
        var near = ranking.first(NEAR, members, most.nanos());
        var found = willDo(wanted, near, rung, willDo);
        return found.size() == wanted || near.size() < NEAR ? found : sifted(wanted, members, rung, most, willDo);
    }

    /** The same among those of a rung after one of its members, which mostly is its first. */
    private List<Option> following(
            int last, int wanted, DeploymentSet members, int rung, Money most, Predicate<Option> willDo) {
        var near = ranking.first(NEAR + 1, members, most.nanos());
        if (near.getFirst() != last) {
            var following = members.where(position -> ranking.isBefore(last, position));
            return first(wanted, following, rung, most, willDo);
        }
        var found = willDo(wanted, near.subList(1, near.size()), rung, willDo);
        return found.size() == wanted || near.size() <= NEAR
                ? found
                : sifted(wanted, members.where(position -> position != last), rung, most, willDo);
    }

    private List<Option> willDo(int wanted, List<Integer> positions, int rung, Predicate<Option> willDo) {
        var found = new ArrayList<Option>(wanted);
        for (int i = 0; i < positions.size() && found.size() < wanted; i++) {
            var option = option(positions.get(i), rung);
            if (willDo.test(option)) {
                found.add(option);
            }
        }
        return found;
    }

    private List<Option> sifted(int wanted, DeploymentSet members, int rung, Money most, Predicate<Option> willDo) {
        var those = members.where(
                position -> costing.nanos(position) <= most.nanos() && willDo.test(option(position, rung)));
        var found = new ArrayList<Option>(wanted);
        ranking.first(wanted, those, most.nanos()).forEach(position -> found.add(option(position, rung)));
        return found;
    }

    private int rungOf(int position) {
        int rung = 0;
        while (!members(rung).contains(position)) {
            rung++;
        }
        return rung;
    }

    private DeploymentSet members(int rung) {
        return groups.members(rung, eligible);
    }

    private Option option(int position, int rung) {
        return new Option(
                catalog.at(position),
                Groups.step(rung),
                new Money(costing.nanos(position)),
                costing.outputCap(position));
    }
}
