package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.ReadCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call names and the catalog does not know, each with the names it was perhaps meant to be. */
final class UnknownNames {
    private final CatalogIndex catalog;
    private final List<Reason> reasons = new ArrayList<>();

    private UnknownNames(CatalogIndex catalog) {
        this.catalog = catalog;
    }

    /** @param known whether the call asks for a model that is known, or for any */
    static List<Reason> of(ReadCall read, boolean known, CatalogIndex catalog) {
        var call = read.call();
        var hasPins = call.provider() != null || call.region() != null || call.deployment() != null;
        if (known && !hasPins && read.named() == null) {
            return List.of();
        }
        var names = new UnknownNames(catalog);
        if (!known) {
            names.asked(call);
        }
        if (catalog.size() > 0) { // in an empty catalog every word is unknown
            names.pins(call, known, read.named() == null ? null : read.named().place());
        }
        return List.copyOf(names.reasons);
    }

    private void asked(Call call) {
        if (call.model() == null && call.deployment() != null) {
            add("deployment", call.deployment(), catalog.names().nearDeployments(call.deployment()));
        } else if (call.model() != null) {
            add("model", call.model(), catalog.names().near(call.model()));
        }
    }

    private void pins(Call call, boolean known, @Nullable String place) {
        var names = catalog.names();
        if (call.provider() != null && names.provider(call.provider()) == null) {
            add("provider", call.provider(), names.nearProviders(call.provider()));
        }
        if (call.region() != null && !names.isRegion(call.region())) {
            add("region", call.region(), names.nearRegions(call.region()));
        } else if (place != null && !place.equals(call.region()) && !names.isPlace(place)) {
            add("region", place, names.nearRegions(place));
        }
        var isAsked = !known && call.model() == null;
        if (call.deployment() != null
                && !isAsked
                && catalog.deployment(call.deployment()).isEmpty()) {
            add("deployment", call.deployment(), names.nearDeployments(call.deployment()));
        }
    }

    private void add(String kind, String name, List<String> near) {
        var maybe = near.isEmpty() ? "" : " Maybe " + String.join(", ", near) + "?";
        reasons.add(Reason.own(
                "unknown-" + kind,
                kind + "(" + name + ")",
                "The catalog has no %s (%s).%s".formatted(kind, name, maybe)));
    }
}
