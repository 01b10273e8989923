package dev.douane.rules.decide;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.catalog.Model;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The words of a catalog that rules may use. */
final class NaiveWords {
    private static final class UnknownToTheCatalog extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Catalog catalog;
    private final JurisdictionGroups.Membered groups;

    NaiveWords(Catalog catalog, JurisdictionGroups.Membered groups) {
        this.catalog = catalog;
        this.groups = groups;
    }

    boolean isIn(@Nullable Country country, String place) {
        return country != null && places(place).contains(country);
    }

    private SortedSet<Country> places(String place) {
        var group = groups.members().get(place);
        if (group != null) {
            return group;
        }
        if (!Country.isCode(place)) {
            throw new UnknownToTheCatalog();
        }
        return new TreeSet<>(List.of(new Country(place)));
    }

    Model known(String name) {
        for (var model : catalog.models()) {
            if (model.id().value().equals(name) || model.aliases().contains(name)) {
                return model;
            }
        }
        throw new UnknownToTheCatalog();
    }

    int rank(String tierName) {
        for (var candidate : catalog.tiers().ascending()) {
            if (candidate.name().equals(tierName)) {
                return candidate.rank();
            }
        }
        throw new UnknownToTheCatalog();
    }

    /** What narrows is asked before what orders; among each, rules in their order. */
    @Nullable
    String firstRuleWithAnUnknownWord(List<Fired> enforced) {
        for (var one : enforced) {
            if (!(one.effect() instanceof Effect.PreferHosting) && saysAnUnknownWord(one.effect())) {
                return one.rule().id();
            }
        }
        for (var one : enforced) {
            if (one.effect() instanceof Effect.PreferHosting && saysAnUnknownWord(one.effect())) {
                return one.rule().id();
            }
        }
        return null;
    }

    private boolean saysAnUnknownWord(Effect effect) {
        try {
            switch (effect) {
                case Effect.RequireHosting(var place) -> places(place);
                case Effect.ForbidHosting(var place) -> places(place);
                case Effect.RequireControl(var place) -> places(place);
                case Effect.ForbidControl(var place) -> places(place);
                case Effect.PreferHosting(var place) -> places(place);
                case Effect.RequireModel(var name) -> known(name);
                case Effect.ForbidModel(var name) -> known(name);
                case Effect.CapTier(var name) -> rank(name);
                case Effect.FloorTier(var name) -> rank(name);
                default -> {}
            }
            return false;
        } catch (UnknownToTheCatalog e) {
            return true;
        }
    }
}
