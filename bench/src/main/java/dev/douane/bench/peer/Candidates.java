package dev.douane.bench.peer;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Country;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A catalog's deployments as resources of a Cerbos request, with what the rules look at. */
public final class Candidates {
    private final CatalogIndex catalog;
    private final String json;
    private final SortedMap<String, Integer> ranks = new TreeMap<>();
    private final Map<String, Integer> modelRanks = new HashMap<>();

    /** @param catalog on the day of the calls */
    public Candidates(CatalogIndex catalog) {
        this.catalog = catalog;
        var eea = catalog.hostedIn("EEA");
        var resources = new ArrayList<String>();
        for (int i = 0; i < catalog.size(); i++) {
            var deployment = catalog.at(i);
            ranks.put(deployment.id().value(), deployment.tier().rank());
            modelRanks.put(deployment.model().value(), deployment.tier().rank());
            resources.add("""
                    {"actions":["use"],"resource":{"kind":"deployment","id":"%s","attr":{"hosting":["%s"%s],"control":"%s","tier":%d,\
                    "openWeights":%b,"mayTrain":%b}}}""".formatted(
                            deployment.id(),
                            code(deployment.hosting()),
                            eea.contains(i) ? ",\"EEA\"" : "",
                            code(deployment.control()),
                            deployment.tier().rank(),
                            catalog.openWeights().contains(i),
                            !catalog.noTraining().contains(i)));
        }
        json = "[" + String.join(",", resources) + "]";
    }

    private static String code(@Nullable Country country) {
        return country == null ? "" : country.code();
    }

    /** The rank of each one's tier, by id. */
    SortedMap<String, Integer> ranks() {
        return Collections.unmodifiableSortedMap(ranks);
    }

    /** What the rules leave, by their plain meaning. */
    SortedSet<String> left(SharedRules rules, SharedCall call) {
        var left = new TreeSet<String>();
        rules.left(call, catalog)
                .forEach(position -> left.add(catalog.at(position).id().value()));
        return left;
    }

    /** The rank of a model's tier; of the highest for a call that names none. */
    int rankOf(String model) {
        return modelRanks.getOrDefault(model, Integer.MAX_VALUE);
    }

    String request(SharedCall call) {
        return call.cerbos(json);
    }

    /** The requests that ask Cerbos about all of them for each of these calls. */
    public List<String> requests(List<SharedCall> calls) {
        return calls.stream().map(this::request).toList();
    }
}
