package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a caller asked for, found by looking at every deployment. */
final class NaiveRequest {
    private final Call call;
    private final Catalog catalog;
    private final List<Deployment> asked = new ArrayList<>();
    private final Set<String> askedIds = new TreeSet<>();
    private final @Nullable Model model;
    private final @Nullable Tier tier;

    NaiveRequest(Call call, Catalog catalog) {
        this.call = call;
        this.catalog = catalog;
        for (var deployment : catalog.deployments()) {
            if (matchesPins(deployment) && matchesModel(deployment)) {
                asked.add(deployment);
                askedIds.add(deployment.id().value());
            }
        }
        this.model = modelAskedFor();
        this.tier = tierAskedFor();
    }

    /** Those that match model and pins. */
    List<Deployment> asked() {
        return asked;
    }

    @Nullable
    Model model() {
        return model;
    }

    @Nullable
    Tier tier() {
        return tier;
    }

    private boolean matchesPins(Deployment deployment) {
        return (call.deployment() == null
                        || call.deployment().equals(deployment.id().value()))
                && (call.provider() == null
                        || call.provider().equals(deployment.provider().value()))
                && (call.region() == null || call.region().equals(deployment.region()));
    }

    private boolean matchesModel(Deployment deployment) {
        return call.model() == null
                || isAuto()
                || deployment.model().equals(named(call.model()).map(Model::id).orElse(null));
    }

    Optional<Model> named(String name) {
        for (var candidate : catalog.models()) {
            if (candidate.id().value().equals(name) || candidate.aliases().contains(name)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    boolean isAuto() {
        return "auto".equals(call.model());
    }

    private @Nullable Model modelAskedFor() {
        if (isAuto()) {
            return null;
        }
        if (call.model() != null) {
            return named(call.model()).orElse(null);
        }
        return asked.isEmpty() ? null : named(asked.getFirst().model().value()).orElseThrow();
    }

    /** The highest of what was asked for; where the pins match nothing, of the model wherever it is. */
    private @Nullable Tier tierAskedFor() {
        if (model == null) {
            return null;
        }
        var among = asked.isEmpty()
                ? catalog.deployments().stream().filter(this::isTheModel).toList()
                : asked;
        return among.stream()
                .map(Deployment::tier)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    boolean isAsked(Deployment deployment) {
        return askedIds.contains(deployment.id().value());
    }

    boolean isTheModel(Deployment deployment) {
        return model != null && deployment.model().equals(model.id());
    }

    /** The place in the order of the plan, 0 for what was asked; null where a deployment is no option whatever rules say. */
    @Nullable
    Integer group(Deployment deployment) {
        if (isAsked(deployment)) {
            return 0;
        }
        if (isAuto()) {
            return 3;
        }
        if (tier == null || deployment.tier().rank() > tier.rank()) {
            return null;
        }
        if (deployment.tier().rank() < tier.rank()) {
            return 3 + tier.rank() - deployment.tier().rank();
        }
        if (isTheModel(deployment)) {
            return 1;
        }
        return model != null && model.substitutes().contains(deployment.model()) ? 2 : 3;
    }

    /** Whether one of the pins is what no deployment has. */
    boolean hasUnknownPin() {
        return isUnknown(call.provider(), d -> d.provider().value())
                || isUnknown(call.region(), Deployment::region)
                || isUnknown(call.deployment(), d -> d.id().value());
    }

    private boolean isUnknown(@Nullable String pin, Function<Deployment, String> had) {
        return pin != null
                && catalog.deployments().stream().noneMatch(d -> had.apply(d).equals(pin));
    }

    /** The pins in words. */
    String pins() {
        var words = new ArrayList<String>();
        if (call.provider() != null) {
            words.add("provider=" + call.provider());
        }
        if (call.region() != null) {
            words.add("region=" + call.region());
        }
        if (call.deployment() != null) {
            words.add("deployment=" + call.deployment());
        }
        return "pinned(" + String.join(", ", words) + ")";
    }
}
